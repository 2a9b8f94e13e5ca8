/** One row of the table that `npm run bench` prints. */
export interface Measurement {
  /** e.g. "score, probabilities + entropy + margin, 60,000 × 512" */
  readonly name: string;
  /** Rows that one run of the hot path worked through. */
  readonly rows: number;
  /** Wall seconds of the quietest run. */
  readonly seconds: number;
  /** Seconds of all its threads together, of the run with the fewest: what a busy machine disturbs least. */
  readonly cpuSeconds?: number;
  /** Peak resident memory of the process so far; each module runs in a process of its own. */
  readonly peakMegabytes: number;
  /** The same work by a known implementation in the same run, to compare with. */
  readonly anchor?: { readonly name: string; readonly seconds: number; readonly cpuSeconds?: number };
}

/** What a module `*.bench.ts` exports. */
export type Benchmark = () => Promise<Measurement[]>;

/** Peak resident memory of this process. */
export function peakMegabytes(): number {
  return process.resourceUsage().maxRSS / 1024;
}

/** Wall seconds of the quietest of several runs; the machine is shared, so the minimum says most. */
export async function quietestSeconds(runs: number, work: () => Promise<unknown>): Promise<number> {
  return (await quietestRun(runs, work)).seconds;
}

/** The least wall and the least CPU seconds of several runs. */
export async function quietestRun(
  runs: number,
  work: () => Promise<unknown>,
): Promise<{ seconds: number; cpuSeconds: number }> {
  let seconds = Infinity;
  let cpuSeconds = Infinity;
  for (let run = 0; run < runs; run++) {
    const cpuStart = process.cpuUsage();
    const start = performance.now();
    await work();
    seconds = Math.min(seconds, (performance.now() - start) / 1000);
    const { user, system } = process.cpuUsage(cpuStart);
    cpuSeconds = Math.min(cpuSeconds, (user + system) / 1e6);
  }
  return { seconds, cpuSeconds };
}
