/** One row of the table that `npm run bench` prints. */
export interface Measurement {
  /** e.g. "score, probabilities + entropy + margin, 60,000 × 512" */
  readonly name: string;
  /** Rows that one run of the hot path worked through. */
  readonly rows: number;
  /** Wall seconds of the quietest run. */
  readonly seconds: number;
  /** Peak resident memory of the process so far; each module runs in a process of its own. */
  readonly peakMegabytes: number;
  /** The same work by a known implementation in the same run, to compare with. */
  readonly anchor?: { readonly name: string; readonly seconds: number };
}

/** What a module `*.bench.ts` exports. */
export type Benchmark = () => Promise<Measurement[]>;

/** Peak resident memory of this process. */
export function peakMegabytes(): number {
  return process.resourceUsage().maxRSS / 1024;
}

/** Wall seconds of the quietest of several runs; the machine is shared, so the minimum says most. */
export async function quietestSeconds(runs: number, work: () => Promise<unknown>): Promise<number> {
  let quietest = Infinity;
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    await work();
    quietest = Math.min(quietest, (performance.now() - start) / 1000);
  }
  return quietest;
}
