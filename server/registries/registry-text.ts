import { factLabel, factText, parameterValues, type Registry, type RegistryEntry } from './registries';
import { textTable } from './text-table';

/** A line an entry, for a terminal. */
export function registryTable({ noun, columns, entries }: Registry): string {
  const headings = [noun, ...columns.map(factLabel)];
  const rows = entries.map(({ name, facts }) => [name, ...columns.map((column) => factText(facts[column]))]);
  return textTable(headings, rows);
}

/** All that there is to know of an entry, for a terminal. */
export function entryText(
  { name, title, description, facts, parameters }: RegistryEntry,
  { commonParameters }: Registry,
): string {
  const lines = Object.entries(facts).map(([fact, value]) => [factLabel(fact), factText(value)]);
  const settings = [...parameters, ...commonParameters].map((parameter) => [
    ...[parameter.name, parameterValues(parameter), String(parameter.default), parameter.title],
  ]);
  return [
    `${name}: ${title}`,
    description,
    '',
    textTable(null, lines),
    '',
    settings.length > 0
      ? textTable(['parameter', 'values', 'default', ''], settings)
      : 'It has no parameters.',
  ].join('\n');
}
