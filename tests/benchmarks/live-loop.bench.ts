import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { peakMegabytes } from './benchmark';
import type { Measurement } from './benchmark';
import { liveLoopReport } from './live-loop/live-loop-report';
import { runLiveLoop } from './live-loop/run-live-loop';
import { FASHION_MNIST } from './live-loop/simulated-annotator';

const RESULTS = new URL('../.results/', import.meta.url);

/**
 * Ten rounds by a simulated team on all of Fashion-MNIST; their tables are written to tests/.results/live-loop.md.
 * Nothing where Fashion-MNIST is not on this machine.
 */
export async function benchLiveLoop(): Promise<Measurement[]> {
  if (!existsSync(FASHION_MNIST)) return [];
  const loop = await runLiveLoop(1);
  await mkdir(RESULTS, { recursive: true });
  const file = new URL('live-loop.md', RESULTS);
  await writeFile(file, `${liveLoopReport(loop)}\n`);
  console.error(`Tables: ${fileURLToPath(file)}`);
  const name = 'live loop: answers of six people at once over HTTP';
  return [{ name, rows: loop.votes.length, seconds: loop.labelingSeconds, peakMegabytes: peakMegabytes() }];
}
