import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '@/lib/numeric/random';
import { figuresAsMarkdown } from './figures';
import type { Figures } from './figures';
import { readOptions } from './options';
import { SCENARIOS } from './scenarios';

/**
 * `npm run test:faults -- [--short] [--seed N] [--kills N] [--keep] [scenario …]`: Winnow's own processes under load, with
 * faults at random moments. Exit status 1 where anything was lost, doubled, half-made or stuck.
 */
const options = readOptions(process.argv.slice(2));
const figures: Figures = { faults: [], counts: [] };
const startedAt = performance.now();
const failures: string[] = [];
const skipped: string[] = [];

console.log(
  `seed ${options.seed}: npm run test:faults -- --seed ${options.seed}${options.short ? ' --short' : ''}`,
);
for (const scenario of SCENARIOS.filter(({ name }) => options.wants(name))) {
  const { name } = scenario;
  console.log(`${name}: ${scenario.title}`);
  const lack = (await scenario.needs?.()) ?? null;
  if (lack !== null) {
    skipped.push(`${name} (${lack})`);
    console.log(`  skipped: ${lack}`);
    continue;
  }
  const folder = await mkdtemp(join(tmpdir(), `winnow-faults-${name}-`));
  // PostgreSQL's own account passes through where the suite runs as root.
  await chmod(folder, 0o711);
  try {
    await scenario.run({
      ...{ scenario: name, folder, figures, short: options.short, kills: options.kills },
      random: (...names) => createRandom(options.seed, name, ...names),
      say: (line) => console.log(line),
    });
    console.log(`  holds, ${Math.round((performance.now() - startedAt) / 1000)} s since the beginning`);
    if (!options.keep) await rm(folder, { recursive: true, force: true });
  } catch (error) {
    failures.push(name);
    console.log(
      `  FAILS: ${error instanceof Error ? error.stack : String(error)}\n  Logs and data: ${folder}`,
    );
  }
}

const seconds = (performance.now() - startedAt) / 1000;
const command = `npm run test:faults${options.short ? ' -- --short' : ''}`;
const table = figuresAsMarkdown(figures, { seed: options.seed, command, seconds });
await mkdir('tests/.results', { recursive: true });
await writeFile('tests/.results/faults.md', table);
console.log(
  `\n${table}\n${skipped.map((one) => `Skipped: ${one}\n`).join('')}${failures.length === 0 ? 'All scenarios hold.' : `These fail: ${failures.join(', ')}.`}`,
);
process.exit(failures.length === 0 ? 0 : 1);
