import { Command } from 'commander';
import { readEnvironment } from '../env';

/** Loads what it starts only when it is asked for: the other commands need neither database nor build. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('start Winnow: web, one worker and, unless DATABASE_URL is set, an embedded PostgreSQL')
    .action(async () => {
      const { serve } = await import('../serve');
      await serve(readEnvironment(), { dev: false });
      process.exit(0);
    });
}

export function workerCommand(): Command {
  return new Command('worker')
    .description('start a worker only, on the database of DATABASE_URL')
    .action(async () => {
      const { work } = await import('../work');
      await work(readEnvironment());
      process.exit(0);
    });
}

export function signInLinkCommand(): Command {
  return new Command('sign-in-link')
    .description('print a fresh one-time link that signs in the owner of the Winnow that runs on this data')
    .action(async () => {
      const { freshSignInLink } = await import('../auth/fresh-sign-in-link');
      process.stdout.write(`${await freshSignInLink(readEnvironment())}\n`);
      process.exit(0);
    });
}
