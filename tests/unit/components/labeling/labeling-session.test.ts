import { describe, expect, it } from 'vitest';
import {
  LabelingSession,
  type GivenAnswer,
  type LabelingPort,
  type Verdict,
} from '@/components/labeling/labeling-session';
import type { BatchView, HandedOutItem, StoredAnswer } from '@/lib/contracts/labeling';

const itemAt = (position: number): HandedOutItem => ({
  position,
  guess: null,
  example: {
    row: 100 + position,
    key: `${position}.png`,
    split: 'seed',
    label: null,
    labelSource: null,
    width: 28,
    height: 28,
    thumbnailUrl: null,
    imageUrl: null,
    text: null,
    score: null,
    predicted: null,
    confidence: null,
  },
});

const batchOf = (size: number, answered: number): BatchView => ({
  id: 'b',
  kind: 'seed',
  name: 'Seed batch 1',
  size,
  labeled: answered,
  skipped: 0,
  bad: 0,
  open: size - answered,
  answersLeft: size - answered,
  medianSeconds: null,
  secondsLeft: null,
  roundNumber: null,
  canFillFromFiles: false,
  pausedAt: null,
  abandonedAt: null,
  createdAt: new Date(0),
});

const labeled = (label: number): Verdict => ({
  kind: 'label',
  label,
  unsure: false,
  reason: null,
  comment: null,
});
const skip: Verdict = { ...labeled(0), kind: 'skip', label: null };

/** A server that stores an answer only when the test lets it. */
class SlowServer implements LabelingPort {
  readonly stored: GivenAnswer[] = [];
  readonly waiting: {
    store: () => void;
    refuse: (reason: string) => void;
    fail: (error: Error) => void;
  }[] = [];
  kept: GivenAnswer | null = null;
  /** answered on another page, or by somebody else */
  readonly elsewhere = new Set<number>();

  constructor(
    private readonly size: number,
    private readonly held = 4,
  ) {}

  send(answer: GivenAnswer): Promise<StoredAnswer | { refused: string }> {
    return new Promise((resolve, reject) => {
      const store = () => {
        this.stored.push(answer);
        resolve({ was: 'open', is: answer.kind === 'label' ? 'labeled' : 'skipped' });
      };
      this.waiting.push({ store, refuse: (refused) => resolve({ refused }), fail: reject });
    });
  }

  undo() {
    const newest = this.stored.pop();
    const batch = batchOf(this.size, this.stored.length);
    return Promise.resolve(newest ? { item: itemAt(newest.row - 100), batch } : null);
  }

  take() {
    const done = new Set([...this.stored.map(({ row }) => row - 100), ...this.elsewhere]);
    const open = Array.from({ length: this.size }, (_, position) => position).filter((at) => !done.has(at));
    const batch = batchOf(this.size, done.size);
    return Promise.resolve({ items: open.slice(0, this.held).map(itemAt), leaseSeconds: 600, batch });
  }

  keep(answer: GivenAnswer | null): void {
    this.kept = answer;
  }

  /** Lets the one answer on its way be stored. */
  async storeNext(): Promise<void> {
    this.waiting.shift()?.store();
    await settled();
  }

  async refuseNext(reason: string): Promise<void> {
    this.waiting.shift()?.refuse(reason);
    await settled();
  }

  async failNext(): Promise<void> {
    this.waiting.shift()?.fail(new Error('The disk is full.'));
    await settled();
  }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

async function startedSession(size = 6) {
  const server = new SlowServer(size);
  const session = new LabelingSession(server, batchOf(size, 0));
  await session.resume(null);
  const onScreen = () => session.getState().queue[0]?.position;
  return { server, session, onScreen };
}

describe('LabelingSession', () => {
  it('shows the next example once the answer is stored, and not before', async () => {
    const { server, session, onScreen } = await startedSession();
    session.answer(labeled(3), 1.5);
    expect(onScreen()).toBe(0);
    expect(session.getState().sending).toMatchObject({ row: 100, label: 3 });
    await server.storeNext();
    expect(onScreen()).toBe(1);
    expect(server.stored).toMatchObject([{ row: 100, label: 3, seconds: 1.5, guessShown: false }]);
    expect(session.getState().batch).toMatchObject({ open: 5, labeled: 1, answersLeft: 5 });
  });

  it('takes one answer at a time: keys pressed before the next example is there mean nothing', async () => {
    const { server, session, onScreen } = await startedSession();
    session.answer(labeled(0), 1);
    session.answer(labeled(1), 1);
    session.answer(labeled(2), 1);
    expect(server.waiting).toHaveLength(1);
    await server.storeNext();
    expect(onScreen()).toBe(1);
    expect(server.stored.map(({ label }) => label)).toEqual([0]);
    expect(server.waiting).toHaveLength(0);
  });

  it('keeps an answer that was not stored, on the screen and beyond the page, until it is', async () => {
    const { server, session, onScreen } = await startedSession();
    session.answer(labeled(5), 1);
    await server.failNext();
    expect(session.getState().failure).toBeInstanceOf(Error);
    expect(onScreen()).toBe(0);
    expect(server.kept).toMatchObject({ row: 100, label: 5 });
    session.retry();
    expect(session.getState().failure).toBeNull();
    await server.storeNext();
    expect(server.stored).toMatchObject([{ row: 100, label: 5 }]);
    expect(server.kept).toBeNull();
    expect(onScreen()).toBe(1);
  });

  it('sends first what an earlier page could not', async () => {
    const server = new SlowServer(3);
    const session = new LabelingSession(server, batchOf(3, 0));
    void session.resume({ ...labeled(2), row: 100, guessShown: false, seconds: 4 });
    await server.storeNext();
    expect(server.stored).toMatchObject([{ row: 100, label: 2 }]);
    expect(session.getState().queue.map(({ position }) => position)).toEqual([1, 2]);
  });

  it('goes on where somebody else was faster, and says so', async () => {
    const { server, session, onScreen } = await startedSession();
    session.answer(labeled(1), 1);
    await server.refuseNext('Somebody else has it.');
    expect(onScreen()).toBe(1);
    expect(session.getState()).toMatchObject({ refused: 'Somebody else has it.', sending: null });
    expect(server.kept).toBeNull();
    session.answer(labeled(1), 1);
    expect(session.getState().refused).toBeNull();
  });

  it('takes back what was not stored first, then what was', async () => {
    const { server, session, onScreen } = await startedSession();
    session.answer(labeled(7), 1);
    await server.storeNext();
    session.answer(labeled(8), 1);
    await server.failNext();

    await session.undo();
    expect(session.getState()).toMatchObject({ sending: null, failure: null });
    expect(server.kept).toBeNull();
    expect(onScreen()).toBe(1);
    await session.undo();
    expect(onScreen()).toBe(0);
    expect(server.stored).toHaveLength(0);
    expect(session.getState().batch.open).toBe(6);
  });

  it('walks through a batch of any size without a gap or a repetition', async () => {
    const { server, session, onScreen } = await startedSession(23);
    for (let step = 0; step < 23; step += 1) {
      expect(onScreen()).toBe(step);
      session.answer(step % 3 === 0 ? skip : labeled(1), 1);
      await server.storeNext();
    }
    expect(onScreen()).toBeUndefined();
    expect(server.stored.map(({ row }) => row)).toEqual(Array.from({ length: 23 }, (_, at) => 100 + at));
    expect(session.getState()).toMatchObject({ sending: null, batch: { open: 0 } });
  });

  it('drops what was answered on another page when it looks again', async () => {
    const { server, session } = await startedSession();
    server.elsewhere.add(0).add(2);
    await session.refresh();
    expect(session.getState().queue.map(({ position }) => position)).toEqual([1, 3, 4, 5]);
    expect(session.getState().batch.open).toBe(4);
  });

  it('shows skipped examples once more when they are asked for', async () => {
    const { server, session, onScreen } = await startedSession(1);
    session.answer(skip, 1);
    await server.storeNext();
    expect(onScreen()).toBeUndefined();
    session.reopen([itemAt(0)]);
    expect(onScreen()).toBe(0);
  });

  it('says why nothing could be loaded, and loads again', async () => {
    const server = new SlowServer(3);
    const port: LabelingPort = {
      send: (answer) => server.send(answer),
      undo: () => server.undo(),
      keep: () => undefined,
      take: () => (broken ? Promise.reject(new Error('No answer.')) : server.take()),
    };
    let broken = true;
    const session = new LabelingSession(port, batchOf(3, 0));
    await session.resume(null);
    expect(session.getState()).toMatchObject({ loading: false, queue: [] });
    expect(session.getState().loadFailure).toBeInstanceOf(Error);
    broken = false;
    session.retry();
    await settled();
    expect(session.getState().loadFailure).toBeNull();
    expect(session.getState().queue).toHaveLength(3);
  });
});
