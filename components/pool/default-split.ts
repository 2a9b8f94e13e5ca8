import type { SplitRule } from '@/lib/contracts/ingest';

export const DEFAULT_SPLIT: SplitRule = { by: 'random', seedShare: 0.02, testShare: 0.2, seed: 1 };
