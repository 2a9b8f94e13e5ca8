import { Command } from 'commander';
import { AppError } from '@/lib/errors';
import { REGISTRIES, type Registry } from '../registries/registries';
import { entryText, registryTable } from '../registries/registry-text';
import { jsonOption } from './options';
import { printJson } from './output';

/** `winnow scores`, `schemes`, `models`, `extractors`: what there is to choose from. */
export function registryCommands(): Command[] {
  return REGISTRIES.map((registry) =>
    new Command(registry.name)
      .description(`list ${registry.description}; or tell all of one`)
      .argument('[name]', `the ${registry.noun} to tell of`)
      .addOption(jsonOption())
      .action((name: string | undefined, { json }: { readonly json?: boolean }) =>
        printRegistry(registry, name, json ?? false),
      ),
  );
}

function printRegistry(registry: Registry, name: string | undefined, json: boolean): void {
  const { noun, entries } = registry;
  const entry = entries.find((candidate) => candidate.name === name);
  if (name !== undefined && !entry) {
    const names = entries.map((candidate) => candidate.name).join(', ');
    throw new AppError('bad-input', `There is no ${noun} “${name}”.`, `Choose one of: ${names}.`);
  }
  if (json) printJson(entry ?? entries);
  else process.stdout.write(`${entry ? entryText(entry, registry) : registryTable(registry)}\n`);
}
