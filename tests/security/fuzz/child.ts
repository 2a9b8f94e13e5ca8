import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '@/lib/errors';
import { createRandom } from '@/lib/numeric/random';
import { CORPUS } from './corpus';
import { mutate } from './mutate';
import type { FuzzTarget } from './targets';
import { FUZZ_TARGETS } from './targets';

/** Beyond what the process needs anyway. */
const MOST_EXTRA_MEGABYTES = 512;
const MOST_MILLISECONDS = 10_000;

interface Task {
  readonly target: string;
  readonly seed: number;
  readonly from: number;
  readonly cases: number;
}

type Report =
  | { readonly at: number; readonly bytes: string }
  | { readonly failed: string; readonly bytes: string; readonly at: number }
  | { readonly done: { readonly read: number; readonly refused: number } };

const tell = (report: Report) => process.send?.(report);

process.once('message', (task: Task) => {
  void run(task).then(() => process.disconnect());
});

/** Each case by itself: which it is is told before it is read, since nothing is told by a process that was ended. */
async function run({ target: name, seed, from, cases }: Task): Promise<void> {
  const target = FUZZ_TARGETS.find((one) => one.name === name);
  if (!target) throw new Error(`There is no target ${name}.`);
  const folder = await mkdtemp(join(tmpdir(), 'winnow-fuzz-'));
  const kept = await keptCases(name);
  const valid = await target.seeds();
  const seeds = [...valid, ...kept];
  const counts = { read: 0, refused: 0 };
  try {
    // Where all that is unchanged is refused, changes of it reach nothing of the parser.
    const problems = [];
    for (const bytes of valid) problems.push(await attempt(target, bytes, folder));
    if (!problems.includes(null)) throw new Error(`${name} reads none of its valid files: ${problems[0]}`);
    const most = process.resourceUsage().maxRSS / 1024 + MOST_EXTRA_MEGABYTES;
    for (let at = from; at < from + cases; at++) {
      const bytes =
        at < kept.length ? (kept[at] as Buffer) : mutate(seeds, createRandom(seed, name, String(at)));
      const told = bytes.toString('base64');
      tell({ at, bytes: told });
      const began = performance.now();
      const problem = await attempt(target, bytes, folder);
      if (problem === null) counts.read++;
      else if (problem === 'refused') counts.refused++;
      else tell({ failed: problem, bytes: told, at });
      const milliseconds = performance.now() - began;
      if (milliseconds > MOST_MILLISECONDS)
        tell({ failed: `took ${milliseconds.toFixed(0)} ms`, bytes: told, at });
      const megabytes = process.resourceUsage().maxRSS / 1024;
      if (megabytes > most) {
        tell({ failed: `took ${megabytes.toFixed(0)} MB`, bytes: told, at });
        break;
      }
    }
    // What is on its way still is lost where the process ends before it is sent.
    await new Promise((resolve) => process.send?.({ done: counts } satisfies Report, resolve));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Null for what was read, `refused` for what was said in words, else what went wrong. */
async function attempt(target: FuzzTarget, bytes: Buffer, folder: string): Promise<string | null> {
  try {
    await target.read(bytes, join(folder, 'case'));
    return null;
  } catch (error) {
    if (error instanceof AppError && error.code !== 'internal') return 'refused';
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

async function keptCases(name: string): Promise<Buffer[]> {
  const names = await readdir(join(CORPUS, name)).catch(() => []);
  return Promise.all(names.sort().map((file) => readFile(join(CORPUS, name, file))));
}
