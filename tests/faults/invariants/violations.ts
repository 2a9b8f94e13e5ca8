/** What was found to be otherwise than promised; empty: all is well. */
export class Violations {
  private readonly found: string[] = [];

  add(rule: string, cases: readonly unknown[]): void {
    if (cases.length === 0) return;
    const shown = cases.slice(0, 5).map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
    this.found.push(`${rule}: ${cases.length} (${shown.join('; ')})`);
  }

  throwIfAny(): void {
    if (this.found.length > 0) throw new Error(this.found.join('\n'));
  }
}
