import { Command, CommanderError } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { exitWith } from '../exit-with';
import { analyzeCommand } from './analyze.command';
import { convertCommand } from './convert.command';
import { evaluateCommand } from './evaluate.command';
import { featuresCommand } from './features.command';
import { registryCommands } from './registries.command';
import { scoreCommand } from './score.command';
import { selectCommand } from './select.command';
import { serveCommand, signInLinkCommand, workerCommand } from './serve.command';
import { syntheticCommand } from './synthetic.command';
import { studyCommand } from './study.command';

const FILES = `
Files
  features F  .npy (float32 or float64, C or Fortran order), .csv, .parquet: a row an example;
              or an IDX images file, gzipped or not (bytes become 0 … 1)
  labels L    .csv with a header "label" (and optional "id"), .npy of integers, or IDX labels

Exit status: 0 done, 1 failed, 2 bad input (one line names file, row and remedy).
WINNOW_ENGINE chooses the engine where --engine does not.`;

const COMMANDS = [
  featuresCommand,
  studyCommand,
  scoreCommand,
  selectCommand,
  evaluateCommand,
  analyzeCommand,
  convertCommand,
  syntheticCommand,
  serveCommand,
  workerCommand,
  signInLinkCommand,
];

function buildProgram(): Command {
  const program = new Command('winnow')
    .description('Which part of an unlabeled pool is worth labeling, and is it worth it at all?')
    .version(packageJson.version)
    .addHelpText('after', FILES);
  const commands = [...COMMANDS.map((build) => build()), ...registryCommands()];
  for (const command of commands) program.addCommand(command);
  // subcommands made elsewhere inherit nothing; each must throw instead of ending the process, and say it in one line
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      outputError: (text, write) =>
        write(`${text.trim().replace(/^error:/, 'winnow:')} (--help tells all)\n`),
    });
  }
  return program;
}

/** Runs the command line and ends the process with its exit status. */
export async function main(argv: readonly string[]): Promise<void> {
  try {
    await buildProgram().parseAsync([...argv]);
    process.exitCode = 0;
  } catch (error) {
    // commander has said already what is wrong; asking for help is not wrong
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
    else exitWith(error);
  }
}
