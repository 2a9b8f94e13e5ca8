import { Command } from 'commander';
import { AppError } from '@/lib/errors';
import { readEnvironment } from '../env';
import { printJson } from './output';

export function sweepCommand(): Command {
  return new Command('sweep')
    .description(
      'remove blobs that nothing refers to, and rows that are older than they are kept; workers do once a day',
    )
    .option('--dry-run', 'only say what would go')
    .option('--json', 'the result as JSON')
    .action(async (options: { dryRun?: true; json?: true }) => {
      const { withInstallation } = await import('../operations/with-installation');
      const { sweep } = await import('../operations/sweep/sweep.service');
      const how = { now: new Date(), dryRun: options.dryRun === true };
      const result = await withInstallation(readEnvironment(), { exclusive: false }, (container, url) =>
        sweep(container, url, how),
      );
      if (!result) throw new AppError('conflict', 'Another process is sweeping.', 'Try again in a while.');
      if (options.json) return printJson(result);
      const verb = result.dryRun ? 'would go' : 'removed';
      for (const { name, count } of result.rows) process.stdout.write(`${name}: ${count} ${verb}\n`);
      const megabytes = (result.blobs.bytes / 2 ** 20).toFixed(1);
      process.stdout.write(`unreferenced blobs: ${result.blobs.count} ${verb} (${megabytes} MiB)\n`);
    });
}
