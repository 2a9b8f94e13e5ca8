import type { ParameterInfo } from '../contracts/parameters';
import { AppError } from '../errors';

type Values = Readonly<Record<string, number | string>>;

/**
 * Takes `name:key=value,key=value` apart; values that look like numbers are numbers.
 *
 * Characters that no shell, URL or blob key minds more than others, because this text is what users type, what rows of
 * the database are named by, and what reports print.
 *
 * @throws AppError `bad-input` where a part after the colon is no `key=value`, or a key stands twice
 */
export function parseScoreName(text: string): { name: string; values: Values } {
  const colon = text.indexOf(':');
  if (colon < 0) return { name: text, values: {} };
  const values: Record<string, number | string> = {};
  for (const part of text.slice(colon + 1).split(',')) {
    const [key = '', value = '', ...rest] = part.split('=').map((piece) => piece.trim());
    if (key === '' || value === '' || rest.length > 0 || key in values) {
      throw new AppError(
        'bad-input',
        `“${part}” in “${text}” is no setting of its own.`,
        'Write settings as name:key=value,key=value.',
      );
    }
    values[key] = Number.isFinite(Number(value)) ? Number(value) : value;
  }
  return { name: text.slice(0, colon), values };
}

/** The one spelling of a score with these values: keys in the order of its parameters, defaults left out. */
export function formatScoreName(name: string, parameters: readonly ParameterInfo[], values: Values): string {
  const settings = changedParameters(parameters, values).map(
    ({ parameter, value }) => `${parameter.name}=${value}`,
  );
  return settings.length === 0 ? name : `${name}:${settings.join(',')}`;
}

/** What differs from the defaults, in words for a title, e.g. "l1, biases, temperature 2"; empty where nothing does. */
export function describeSettings(parameters: readonly ParameterInfo[], values: Values): string {
  return changedParameters(parameters, values)
    .map(({ parameter, value }) =>
      parameter.kind === 'number'
        ? `${parameter.title.replace(/ \(.*\)$/, '').toLowerCase()} ${value}`
        : (parameter.options.find((option) => option.value === value)?.title ?? String(value)),
    )
    .join(', ');
}

function changedParameters(parameters: readonly ParameterInfo[], values: Values) {
  return parameters.flatMap((parameter) => {
    const value = values[parameter.name];
    return value === undefined || value === parameter.default ? [] : [{ parameter, value }];
  });
}
