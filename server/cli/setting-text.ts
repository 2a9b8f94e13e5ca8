import type { ParameterInfo } from '@/lib/contracts/parameters';
import { parameterValues } from '../registries/registries';

/** A setting of a registry entry as `--help` shows it: values, default, title. */
export function settingText(parameter: ParameterInfo): string {
  return `${parameter.name}=${parameterValues(parameter)} (${parameter.default}): ${parameter.title}`;
}
