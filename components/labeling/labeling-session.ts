import type {
  AnswerKind,
  AnswerReason,
  BatchView,
  HandedOutItem,
  HandOut,
  StoredAnswer,
} from '@/lib/contracts/labeling';
import { countAnswer } from './count-answer';

/** The server, as a labeling session sees it. */
export interface LabelingPort {
  /** Resolves once the answer is stored, or to why it can never be: somebody else was faster. */
  send(answer: GivenAnswer): Promise<StoredAnswer | { readonly refused: string }>;
  /** Takes back the newest stored answer; null where there is none. */
  undo(): Promise<{ readonly item: HandedOutItem; readonly batch: BatchView } | null>;
  /** The examples that are this annotator's now: those held before, and new ones. */
  take(): Promise<HandOut>;
  /** Keeps the answer that is not stored yet beyond this page; null forgets it. */
  keep(answer: GivenAnswer | null): void;
}

/** What somebody says of the example on the screen. */
export interface Verdict {
  readonly kind: AnswerKind;
  /** class index; null unless `kind` is `label` */
  readonly label: number | null;
  readonly unsure: boolean;
  readonly reason: AnswerReason | null;
  readonly comment: string | null;
}

export interface GivenAnswer extends Verdict {
  readonly row: number;
  readonly guessShown: boolean;
  readonly seconds: number;
}

export interface LabelingState {
  readonly batch: BatchView;
  /** What is left to answer here; the first is on the screen. */
  readonly queue: readonly HandedOutItem[];
  /** On its way to the server; its example stays on the screen until it is stored. */
  readonly sending: GivenAnswer | null;
  /** Why `sending` was not stored, until it is sent again or taken back. */
  readonly failure: unknown;
  /** Why the last answer was not taken although the server was there. */
  readonly refused: string | null;
  readonly undoing: boolean;
  readonly undoFailure: unknown;
  readonly loading: boolean;
  readonly loadFailure: unknown;
}

/** Ask for more when this few are left. */
const LOW_WATER = 6;

/**
 * The order of things while labeling: an answer is stored before the next example is shown, which is there by then. An
 * answer that could not be stored stays until it is sent again or taken back; none is lost.
 */
export class LabelingSession {
  private state: LabelingState;
  private readonly listeners = new Set<() => void>();
  /** Rows answered here, which a list asked for earlier may still name. */
  private readonly answered = new Set<number>();

  constructor(
    private readonly port: LabelingPort,
    batch: BatchView,
  ) {
    this.state = {
      batch,
      queue: [],
      sending: null,
      failure: null,
      refused: null,
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

  /** Sends an answer that an earlier page could not, then fills the queue. */
  async resume(unsent: GivenAnswer | null): Promise<void> {
    if (unsent) await this.send(unsent);
    else await this.load();
  }

  /** Fills the queue where it runs low. */
  async load(): Promise<void> {
    if (!this.state.loading && this.state.queue.length < LOW_WATER) await this.take();
  }

  /**
   * Asks what is this annotator's now, and keeps it hers for longer. What she answered on another page in the meantime
   * goes from the queue.
   */
  async refresh(): Promise<void> {
    if (this.state.loading || this.state.sending) return;
    const held = await this.take();
    if (!held || this.state.sending) return;
    const mine = new Set(held.map(({ example }) => example.row));
    this.set({ queue: this.state.queue.filter(({ example }) => mine.has(example.row)) });
  }

  private async take(): Promise<readonly HandedOutItem[] | null> {
    this.set({ loading: true, loadFailure: null });
    try {
      const { items, batch } = await this.port.take();
      this.set({ loading: false, batch });
      this.append(items);
      return items;
    } catch (error) {
      this.set({ loading: false, loadFailure: error });
      return null;
    }
  }

  /** Puts items up for an answer behind those that wait. */
  private append(items: readonly HandedOutItem[]): void {
    const known = new Set(this.state.queue.map((item) => item.example.row));
    const fresh = items.filter(({ example }) => !known.has(example.row) && !this.answered.has(example.row));
    if (fresh.length > 0) this.set({ queue: [...this.state.queue, ...fresh] });
  }

  /** Shows items once more that were answered before: the skipped ones. */
  reopen(items: readonly HandedOutItem[]): void {
    for (const { example } of items) this.answered.delete(example.row);
    this.append(items);
  }

  /** Answers the example on the screen. Does nothing while another answer is on its way or has failed. */
  answer(verdict: Verdict, seconds: number): void {
    const { queue, sending, undoing } = this.state;
    const item = queue[0];
    if (!item || sending || undoing) return;
    const { row } = item.example;
    void this.send({ ...verdict, row, guessShown: item.guess !== null, seconds });
  }

  /** Sends the answer that failed once more, or asks again for examples. */
  retry(): void {
    const { sending, failure } = this.state;
    if (sending && failure) void this.send(sending);
    else if (!sending) void this.load();
  }

  /** Takes back the newest answer: one that was not stored yet, else the newest that was. */
  async undo(): Promise<void> {
    const { sending, failure, undoing } = this.state;
    if (sending && failure) {
      this.port.keep(null);
      return this.set({ sending: null, failure: null });
    }
    if (sending || undoing) return;
    this.set({ undoing: true, undoFailure: null, refused: null });
    try {
      const undone = await this.port.undo();
      this.set({ undoing: false });
      if (undone) {
        this.set({ batch: undone.batch });
        this.putFirst(undone.item);
      }
    } catch (error) {
      this.set({ undoing: false, undoFailure: error });
    }
  }

  private putFirst(item: HandedOutItem): void {
    this.answered.delete(item.example.row);
    const others = this.state.queue.filter(({ example }) => example.row !== item.example.row);
    this.set({ queue: [item, ...others] });
  }

  private async send(given: GivenAnswer): Promise<void> {
    this.set({ sending: given, failure: null, refused: null });
    this.port.keep(given);
    let outcome: Awaited<ReturnType<LabelingPort['send']>>;
    try {
      outcome = await this.port.send(given);
    } catch (error) {
      this.set({ failure: error });
      return;
    }
    this.port.keep(null);
    this.answered.add(given.row);
    this.set({
      sending: null,
      queue: this.state.queue.filter(({ example }) => example.row !== given.row),
      ...('refused' in outcome
        ? { refused: outcome.refused }
        : { batch: countAnswer(this.state.batch, outcome) }),
    });
    await this.load();
  }

  private set(change: Partial<LabelingState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }
}
