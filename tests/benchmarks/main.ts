import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Measurement } from './benchmark';
import { formatTable } from './format-table';

/**
 * `npm run bench [part of a module's name …]`: the hot paths, rows/s, peak memory and the ratio to a known
 * implementation in the same run. To be read, never asserted on.
 */
const folder = fileURLToPath(new URL('.', import.meta.url));
const wanted = process.argv.slice(2);
const modules = readdirSync(folder)
  .filter((file) => file.endsWith('.bench.ts'))
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .sort();

/** A process of its own each, so that its peak of memory is its own. */
function runApart(file: string): Measurement[] {
  const argv = ['--import', 'tsx', `${folder}run-benchmark.ts`, `${folder}${file}`];
  const output = execFileSync(process.execPath, argv, {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
  return JSON.parse(output) as Measurement[];
}

console.log(
  `${cpus()[0]?.model}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}, Node ${process.version}`,
);
const failed: string[] = [];
const measurements = modules.flatMap((file) => {
  console.error(file);
  try {
    return runApart(file);
  } catch {
    failed.push(file);
    return [];
  }
});
console.log(formatTable(measurements));
if (failed.length > 0) {
  console.error(`Failed: ${failed.join(', ')}`);
  process.exitCode = 1;
}
