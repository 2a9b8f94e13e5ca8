import { pathToFileURL } from 'node:url';
import type { Benchmark } from './benchmark';

/** Runs the benchmarks of one module and prints their measurements as JSON. */
const exported = (await import(pathToFileURL(process.argv[2] ?? '').href)) as Record<string, unknown>;
const benchmarks = Object.values(exported).filter((value) => typeof value === 'function') as Benchmark[];
const measurements = [];
for (const benchmark of benchmarks) measurements.push(...(await benchmark()));
console.log(JSON.stringify(measurements));
