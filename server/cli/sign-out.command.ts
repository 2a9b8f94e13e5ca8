import { Command } from 'commander';
import { AppError } from '@/lib/errors';
import { readEnvironment } from '../env';

export function signOutCommand(): Command {
  return new Command('sign-out')
    .description('end all sessions and open links of an account, or of everybody')
    .argument('[email]', 'whose')
    .option('--everybody', 'of all accounts')
    .action(async (email: string | undefined, { everybody = false }: { everybody?: boolean }) => {
      if (everybody === (email !== undefined)) {
        throw new AppError(
          'bad-input',
          'It is not said whose sessions.',
          'Name an e-mail address, or --everybody.',
        );
      }
      const { withInstallation } = await import('../operations/with-installation');
      const { signOutAccount } = await import('../auth/sign-out-account');
      const ended = await withInstallation(readEnvironment(), { exclusive: false }, (container) =>
        signOutAccount(container, email ?? null),
      );
      process.stdout.write(`${ended} ${ended === 1 ? 'session' : 'sessions'} ended\n`);
    });
}
