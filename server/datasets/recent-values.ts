/** Keeps the values used last, so that what is asked for again and again is made once. */
export class RecentValues<Value> {
  private readonly values = new Map<string, Promise<Value>>();

  constructor(private readonly capacity: number) {}

  /** The value of this key; made where it is not kept. Asked for twice at once, it is made once. */
  get(key: string, make: () => Promise<Value>): Promise<Value> {
    const kept = this.values.get(key);
    const value = kept ?? make();
    this.values.delete(key);
    this.values.set(key, value);
    if (kept) return kept;
    value.catch(() => this.values.delete(key));
    const [oldest] = this.values.keys();
    if (this.values.size > this.capacity && oldest !== undefined) this.values.delete(oldest);
    return value;
  }
}
