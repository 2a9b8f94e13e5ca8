// A pool of feature rows through every stage of a server as `npm start` runs it, at several sizes:
// `node --import tsx tests/benchmarks/growth.ts [--without-exports] [rows …]` prints seconds, memory and how long pages
// take. The app must be built; Linux only.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { StartedServer } from '../support/started-server';
import { signIn } from './signed-in-client';
import { writeFeaturePool } from './growth/feature-pool';
import { ProcessMemory } from './growth/process-memory';
import { timePages } from './growth/time-pages';
import { timePagesBesideChoice } from './growth/time-pages-beside-choice';
import { walkStages } from './growth/walk-stages';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'without-exports': { type: 'boolean', default: false } },
});
const SIZES = positionals.map(Number);

for (const rows of SIZES.length > 0 ? SIZES : [10_000, 100_000, 1_000_000]) {
  const folder = await mkdtemp(join(tmpdir(), 'winnow-growth-'));
  await chmod(folder, 0o711);
  await writeFeaturePool(folder, rows);
  const settings = { WINNOW_DATA: join(folder, 'data'), WINNOW_IMPORT_ROOTS: folder };
  const server = await StartedServer.start(settings);
  try {
    const memory = new ProcessMemory(server.processId);
    const client = await signIn(server);
    const { seconds, pool } = await walkStages(client, folder, rows, {
      exports: !options['without-exports'],
    });
    const pages = await timePages(client, pool);
    const besideChoice = await timePagesBesideChoice(client, pool);
    const peaks = Object.fromEntries([...(await memory.stop())].map(([name, mb]) => [name, Math.round(mb)]));
    console.log(JSON.stringify({ rows, seconds, pages, besideChoice, peakMegabytes: peaks }, null, 1));
  } finally {
    await server.kill();
    await rm(folder, { recursive: true, force: true });
  }
}
