import { Command } from 'commander';
import { readEnvironment } from '../env';
import { printJson } from './output';

const MARKS = { ok: 'ok      ', warning: 'warning ', problem: 'PROBLEM ' } as const;

export function doctorCommand(): Command {
  return new Command('doctor')
    .description(
      'look at database, blobs, engine, disk, clock, secrets, workers and port, and say what to do',
    )
    .option('--deep', 'also compare all blobs with what the database names')
    .option('--json', 'the findings as JSON')
    .addHelpText('after', '\nExit status: 0 all well or warnings only, 1 where there is a problem.')
    .action(async (options: { deep?: true; json?: true }) => {
      const { examine } = await import('../operations/doctor/examine');
      const findings = await examine(readEnvironment(), { deep: options.deep === true });
      if (options.json) printJson(findings);
      else {
        for (const { state, check, message, remedy } of findings) {
          process.stdout.write(`${MARKS[state]} ${check}: ${message}${remedy && `\n         → ${remedy}`}\n`);
        }
      }
      process.exit(findings.some(({ state }) => state === 'problem') ? 1 : 0);
    });
}
