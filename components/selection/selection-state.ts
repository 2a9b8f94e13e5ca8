import type { SchemeInfo } from '@/lib/contracts/selection';
import type { UrlValue } from '../ui/search-with';

/** Parameters stand in the URL behind this prefix, so that they meet no other name. */
const PARAMETER_PREFIX = 'with-';

/** The scheme's parameters as they stand in the URL; what is missing or senseless there has its default. */
export function readParameters(
  scheme: SchemeInfo,
  get: (key: string) => string | null,
): Readonly<Record<string, number | string>> {
  return Object.fromEntries(
    scheme.parameters.map((parameter) => {
      const text = get(PARAMETER_PREFIX + parameter.name);
      if (text === null) return [parameter.name, parameter.default];
      if (parameter.kind === 'choice') {
        const known = parameter.options.some(({ value }) => value === text);
        return [parameter.name, known ? text : parameter.default];
      }
      const value = Number(text);
      const fits = text.trim() !== '' && value >= parameter.minimum && value <= parameter.maximum;
      return [parameter.name, fits ? value : parameter.default];
    }),
  );
}

/** What to set in the URL for one parameter. */
export function parameterUrlValue(name: string, value: number | string): Record<string, UrlValue> {
  return { [PARAMETER_PREFIX + name]: value };
}

/** What to set in the URL when another scheme is chosen: its name, and nothing left of the old one's parameters. */
export function schemeUrlValues(schemes: readonly SchemeInfo[], name: string): Record<string, UrlValue> {
  const cleared = schemes.flatMap(({ parameters }) =>
    parameters.map((parameter) => [PARAMETER_PREFIX + parameter.name, null] as const),
  );
  return {
    ...Object.fromEntries(cleared),
    scheme: name,
    scoreSetId: null,
    surrogateId: null,
    featureSetId: null,
  };
}
