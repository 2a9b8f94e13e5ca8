import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Measurement } from './benchmark';

const SCRIPT = fileURLToPath(new URL('./network-anchors.py', import.meta.url));

/** The same network by PyTorch; none where python3 with PyTorch is missing. */
export function pythonNetworkAnchors(
  rows: number,
  batchSize: number,
): { readonly epoch?: Measurement['anchor']; readonly embedding?: Measurement['anchor'] } {
  try {
    const argv = [SCRIPT, String(rows), String(batchSize)];
    const output = execFileSync('python3', argv, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return JSON.parse(output) as { epoch: Measurement['anchor']; embedding: Measurement['anchor'] };
  } catch {
    return {};
  }
}
