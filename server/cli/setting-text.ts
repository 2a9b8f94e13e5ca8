import type { ParameterInfo } from '@/lib/contracts/parameters';

/** A setting of a registry entry as `--help` shows it: values, default, title. */
export function settingText(parameter: ParameterInfo): string {
  const values =
    parameter.kind === 'number'
      ? `${parameter.minimum} … ${parameter.maximum}`
      : parameter.options.map(({ value }) => value).join(' | ');
  return `${parameter.name}=${values} (${parameter.default}): ${parameter.title}`;
}
