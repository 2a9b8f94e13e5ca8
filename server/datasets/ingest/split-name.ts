import type { Split } from '@/lib/contracts/project';

const SPLIT_NAMES: Readonly<Record<string, Split>> = {
  pool: 'pool',
  train: 'pool',
  seed: 'seed',
  test: 'test',
};

/** `pool` (or `train`), `seed` or `test`, however it is capitalized; null for anything else. */
export function parseSplit(name: string): Split | null {
  return SPLIT_NAMES[name.trim().toLowerCase()] ?? null;
}
