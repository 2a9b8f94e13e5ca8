import { Command, CommanderError } from 'commander';
import { exitWith } from '../exit-with';
import { VERSION } from '../version';
const FILES = `
Files
  features F  .npy (float32 or float64, C or Fortran order), .csv, .parquet: a row an example;
              or an IDX images file, gzipped or not (bytes become 0 … 1)
  labels L    .csv with a header "label" (and optional "id"), .npy of integers, or IDX labels

Exit status: 0 done, 1 failed, 2 bad input (one line names file, row and remedy).
WINNOW_ENGINE chooses the engine where --engine does not.`;

/** Loaded when asked for, so that nobody waits for the others. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  features: async () => (await import('./features.command')).featuresCommand(),
  study: async () => (await import('./study.command')).studyCommand(),
  score: async () => (await import('./score.command')).scoreCommand(),
  plan: async () => (await import('./plan.command')).planCommand(),
  select: async () => (await import('./select.command')).selectCommand(),
  evaluate: async () => (await import('./evaluate.command')).evaluateCommand(),
  analyze: async () => (await import('./analyze.command')).analyzeCommand(),
  convert: async () => (await import('./convert.command')).convertCommand(),
  synthetic: async () => (await import('./synthetic.command')).syntheticCommand(),
  serve: async () => (await import('./serve.command')).serveCommand(),
  web: async () => (await import('./serve.command')).webCommand(),
  migrate: async () => (await import('./serve.command')).migrateCommand(),
  doctor: async () => (await import('./doctor.command')).doctorCommand(),
  sweep: async () => (await import('./sweep.command')).sweepCommand(),
  backup: async () => (await import('./backup.command')).backupCommand(),
  restore: async () => (await import('./backup.command')).restoreCommand(),
  worker: async () => (await import('./serve.command')).workerCommand(),
  'sign-in-link': async () => (await import('./serve.command')).signInLinkCommand(),
  'password-link': async () => (await import('./serve.command')).passwordLinkCommand(),
  'sign-out': async () => (await import('./sign-out.command')).signOutCommand(),
};

/** @param asked the command, where it is known: the others are not built then */
async function buildProgram(asked: string | undefined): Promise<Command> {
  const program = new Command('winnow')
    .description('Which part of an unlabeled pool is worth labeling, and is it worth it at all?')
    .version(VERSION)
    .addHelpText('after', FILES);
  const build = asked === undefined ? undefined : COMMANDS[asked];
  const commands = build ? [await build()] : await buildAll();
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

async function buildAll(): Promise<Command[]> {
  const { registryCommands } = await import('./registries.command');
  const commands = await Promise.all(Object.values(COMMANDS).map((build) => build()));
  return [...commands, ...registryCommands()];
}

/** Runs the command line and ends the process with its exit status. */
export async function main(argv: readonly string[]): Promise<void> {
  try {
    const program = await buildProgram(argv[2]);
    await program.parseAsync([...argv]);
    process.exitCode = 0;
  } catch (error) {
    // commander has said already what is wrong; asking for help is not wrong
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
    else exitWith(error);
  }
}
