import { InvalidArgumentError, Option } from 'commander';
import type { ExtractorParameterInfo } from '@/lib/contracts/model';

/** Settings as they were typed, by name. */
export type TypedSettings = Readonly<Record<string, string>>;

/** `--set name=value name=value`, as often as wanted. */
export function settingOption(description: string): Option {
  return new Option('--set <name=value...>', description).argParser(parseSetting).default({}, 'its defaults');
}

function parseSetting(text: string, before: TypedSettings): TypedSettings {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError('Give name=value.');
  return { ...before, [name]: value };
}

/** The settings of numbers as numbers; whether there are such settings is for their schema to say. */
export function settingValues(
  settings: TypedSettings,
  parameters: readonly ExtractorParameterInfo[],
): Record<string, number | string> {
  const numbers = new Set(parameters.filter(({ kind }) => kind === 'number').map(({ name }) => name));
  return Object.fromEntries(
    Object.entries(settings).map(([name, text]) => [
      name,
      numbers.has(name) && text.trim() !== '' ? Number(text) : text,
    ]),
  );
}
