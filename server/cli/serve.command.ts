import { Command } from 'commander';
import { readEnvironment } from '../env';

/** Loads what it starts only when it is asked for: the other commands need neither database nor build. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('start Winnow: web, one worker and, unless DATABASE_URL is set, an embedded PostgreSQL')
    .action(async () => {
      const { serve } = await import('../serve');
      await serve(readEnvironment(), { dev: false, worker: true });
      process.exit(0);
    });
}

export function webCommand(): Command {
  return new Command('web')
    .description('start the web server only, where workers run elsewhere on the same database')
    .action(async () => {
      const { serve } = await import('../serve');
      await serve(readEnvironment(), { dev: false, worker: false });
      process.exit(0);
    });
}

export function migrateCommand(): Command {
  return new Command('migrate')
    .description('bring the database of DATABASE_URL to this release’s schema, and say what was applied')
    .action(async () => {
      const { migrateDatabase } = await import('../migrate-database');
      const applied = await migrateDatabase(readEnvironment());
      process.stdout.write(applied.map((name) => `applied ${name}\n`).join('') || 'nothing to apply\n');
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
    .argument('[email]', 'of another account')
    .action((email?: string) => printLink({ to: 'sign-in', email }));
}

export function passwordLinkCommand(): Command {
  return new Command('password-link')
    .description(
      'print a fresh one-time link to choose a password, for the owner of the Winnow that runs on this data',
    )
    .argument('[email]', 'of another account')
    .action((email?: string) => printLink({ to: 'password', email }));
}

async function printLink(link: { to: 'sign-in' | 'password'; email?: string }): Promise<void> {
  const { freshLink } = await import('../auth/fresh-link');
  process.stdout.write(`${await freshLink(readEnvironment(), link)}\n`);
  process.exit(0);
}
