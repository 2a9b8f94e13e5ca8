/** Milliseconds of every request by what was asked, and how many failed. */
export class Latencies {
  private readonly taken = new Map<string, number[]>();
  private readonly failed = new Map<string, string[]>();

  /** Counts a request; what it throws is counted as an error and thrown on. */
  async time<Result>(kind: string, work: () => Promise<Result>): Promise<Result> {
    const start = performance.now();
    try {
      return await work();
    } catch (error) {
      this.failed.set(kind, [...(this.failed.get(kind) ?? []), (error as Error).message]);
      throw error;
    } finally {
      const times = this.taken.get(kind);
      if (times) times.push(performance.now() - start);
      else this.taken.set(kind, [performance.now() - start]);
    }
  }

  /** Messages of the first few errors. */
  get errors(): readonly string[] {
    return [...this.failed].flatMap(([kind, messages]) =>
      messages.slice(0, 3).map((text) => `${kind}: ${text}`),
    );
  }

  /** A Markdown table; each percentile is the time within which so many were answered. */
  table(seconds: number): string {
    const rows = [...this.taken].map(([kind, times]) => {
      const sorted = Float64Array.from(times).sort();
      const at = (share: number) => (sorted[Math.ceil(share * sorted.length) - 1] ?? NaN).toFixed(0);
      const perSecond = (times.length / seconds).toFixed(1);
      const errors = this.failed.get(kind)?.length ?? 0;
      return `| ${[kind, times.length, perSecond, at(0.5), at(0.95), at(0.99), at(1), errors].join(' | ')} |`;
    });
    return [
      '| request | number | a second | p50 ms | p95 ms | p99 ms | slowest ms | errors |',
      '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
      ...rows,
    ].join('\n');
  }
}
