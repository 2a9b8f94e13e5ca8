import {
  factLabel,
  factText,
  parameterValues,
  REGISTRIES,
  type Registry,
  type RegistryEntry,
} from './registries';

const INTRODUCTION = `# Scores, schemes, models, extractors

Written by \`npm run docs\` from the registries that the app and the command line show; edit those, not this file.
\`npx winnow scores\`, \`schemes\`, \`models\` and \`extractors\` print the same.`;

/** The reference page of the docs, one chapter a registry. */
export function registriesMarkdown(): string {
  return `${[INTRODUCTION, ...REGISTRIES.map(chapter)].join('\n\n')}\n`;
}

function chapter({ name, noun, description, columns, entries, commonParameters }: Registry): string {
  const rows = entries.map((entry) => [
    `[${entry.name}](#${entry.name})`,
    entry.title,
    ...columns.map((column) => factText(entry.facts[column])),
  ]);
  return [
    `## ${capital(name)}`,
    `${capital(description)}.`,
    table([capital(noun), 'Title', ...columns.map((column) => capital(factLabel(column)))], rows),
    ...(commonParameters.length > 0
      ? [`Every ${noun} has these parameters:`, parameterTable(commonParameters)]
      : []),
    ...entries.map((entry) => section(entry, columns)),
  ].join('\n\n');
}

/** What the table of the chapter does not say. */
function section(
  { name, description, facts, parameters }: RegistryEntry,
  columns: readonly string[],
): string {
  const others = Object.entries(facts).filter(([fact]) => !columns.includes(fact));
  return [
    `### ${name}`,
    description,
    ...others.map(([fact, value]) => `${capital(factLabel(fact))}: ${factText(value)}`),
    ...(parameters.length > 0 ? [parameterTable(parameters)] : []),
  ].join('\n\n');
}

function parameterTable(parameters: RegistryEntry['parameters']): string {
  const rows = parameters.map((parameter) => [
    ...[`\`${parameter.name}\``, parameter.title, parameterValues(parameter)],
    parameter.default === '' ? '' : `\`${parameter.default}\``,
  ]);
  return table(['Parameter', '', 'Values', 'Default'], rows);
}

function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(' | ')} |`;
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line)].join('\n');
}

const escaped = (cell: string) => cell.replaceAll('|', '\\|');
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
