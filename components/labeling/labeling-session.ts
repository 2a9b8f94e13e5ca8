import type { BatchView, LabelingItem } from '@/lib/contracts/labeling';

/** The server, as a labeling session sees it. */
export interface LabelingPort {
  /** Resolves once the answer is stored. */
  send(answer: GivenAnswer): Promise<BatchView>;
  /** Takes back the newest stored answer; null where there is none. */
  undo(): Promise<{ readonly item: LabelingItem; readonly batch: BatchView } | null>;
  /** Open items, those from position `from` on first. */
  loadOpen(from: number): Promise<readonly LabelingItem[]>;
}

export interface GivenAnswer {
  readonly item: LabelingItem;
  /** class index; null = skip */
  readonly label: number | null;
  readonly seconds: number;
}

export interface LabelingState {
  readonly batch: BatchView;
  /** What is left to answer here; the first is on the screen. */
  readonly queue: readonly LabelingItem[];
  /** On its way to the server; the screen shows the next example already. */
  readonly sending: GivenAnswer | null;
  /** Given for the example on the screen while another one is on its way; it stays on the screen until then. */
  readonly held: GivenAnswer | null;
  /** Why `sending` was not stored, until it is sent again or taken back. */
  readonly failure: unknown;
  readonly undoing: boolean;
  readonly undoFailure: unknown;
  readonly loading: boolean;
  readonly loadFailure: unknown;
}

/** Ask for more when this few are left. */
const LOW_WATER = 8;

/**
 * The order of things while labeling. Answering shows the next example at once, yet at most one answer is on its way: the
 * next one waits for it. An answer that could not be stored stays until it is sent again or taken back; none is lost.
 */
export class LabelingSession {
  private state: LabelingState;
  private readonly listeners = new Set<() => void>();
  /** Rows answered here, which a list asked for earlier may still call open. */
  private readonly answered = new Set<number>();

  constructor(
    private readonly port: LabelingPort,
    batch: BatchView,
  ) {
    this.state = {
      batch,
      queue: [],
      sending: null,
      held: null,
      failure: null,
      undoing: false,
      undoFailure: null,
      loading: false,
      loadFailure: null,
    };
  }

  readonly getState = (): LabelingState => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Fills the queue where it runs low. */
  async load(): Promise<void> {
    const { loading, queue, sending, batch } = this.state;
    const expected = batch.open - (sending ? 1 : 0);
    if (loading || queue.length >= Math.min(LOW_WATER, expected)) return;
    this.set({ loading: true, loadFailure: null });
    try {
      const last = queue.at(-1) ?? sending?.item;
      this.append(await this.port.loadOpen(last ? last.position + 1 : 0));
      this.set({ loading: false });
    } catch (error) {
      this.set({ loading: false, loadFailure: error });
    }
  }

  /** Puts items up for an answer behind those that wait. */
  append(items: readonly LabelingItem[]): void {
    const known = new Set(this.state.queue.map((item) => item.example.row));
    const fresh = items.filter(({ example }) => !known.has(example.row) && !this.answered.has(example.row));
    this.set({ queue: [...this.state.queue, ...fresh] });
  }

  /** Shows items once more that were answered before: the skipped ones. */
  reopen(items: readonly LabelingItem[]): void {
    for (const { example } of items) this.answered.delete(example.row);
    this.append(items);
  }

  /** Answers the example on the screen. Does nothing while the answer before it waits or has failed. */
  answer(label: number | null, seconds: number): void {
    const { queue, sending, held, undoing } = this.state;
    const item = queue[0];
    if (!item || held || undoing) return;
    const given = { item, label, seconds };
    if (sending) this.set({ held: given });
    else void this.send(given);
  }

  /** Sends the answer that failed once more. */
  retry(): void {
    const { sending, failure } = this.state;
    if (sending && failure) void this.deliver(sending);
  }

  /** Takes back the newest answer: one that was not stored yet, else the newest that was. */
  async undo(): Promise<void> {
    const { sending, held, failure, undoing } = this.state;
    if (held) return this.set({ held: null });
    if (sending && failure) return this.takeBack(sending);
    if (sending || undoing) return;
    this.set({ undoing: true, undoFailure: null });
    try {
      const undone = await this.port.undo();
      if (undone) {
        this.set({ batch: undone.batch });
        this.putFirst(undone.item);
      }
      this.set({ undoing: false });
    } catch (error) {
      this.set({ undoing: false, undoFailure: error });
    }
  }

  private takeBack(given: GivenAnswer): void {
    this.set({ sending: null, failure: null });
    this.putFirst(given.item);
  }

  private putFirst(item: LabelingItem): void {
    this.answered.delete(item.example.row);
    const others = this.state.queue.filter(({ example }) => example.row !== item.example.row);
    this.set({ queue: [item, ...others] });
  }

  private async send(given: GivenAnswer): Promise<void> {
    this.answered.add(given.item.example.row);
    this.set({ sending: given, held: null, queue: this.state.queue.filter((item) => item !== given.item) });
    await this.deliver(given);
  }

  private async deliver(given: GivenAnswer): Promise<void> {
    this.set({ failure: null });
    try {
      const batch = await this.port.send(given);
      this.set({ batch, sending: null });
    } catch (error) {
      this.set({ failure: error });
      return;
    }
    const { held } = this.state;
    const following = held ? this.send(held) : Promise.resolve();
    await Promise.all([following, this.load()]);
  }

  private set(change: Partial<LabelingState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }
}
