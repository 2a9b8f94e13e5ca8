import { describe, expect, it } from 'vitest';
import { LabelingSession, type GivenAnswer, type LabelingPort } from '@/components/labeling/labeling-session';
import type { BatchView, LabelingItem } from '@/lib/contracts/labeling';

const itemAt = (position: number): LabelingItem => ({
  position,
  state: 'open',
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
  open: size - answered,
  medianSeconds: null,
  secondsLeft: null,
  roundNumber: null,
  canFillFromFiles: false,
  createdAt: new Date(0),
});

/** A server that stores an answer only when the test lets it. */
class SlowServer implements LabelingPort {
  readonly stored: GivenAnswer[] = [];
  readonly waiting: { answer: GivenAnswer; store: () => void; refuse: (error: Error) => void }[] = [];

  constructor(private readonly size: number) {}

  private batch(): BatchView {
    return batchOf(this.size, this.stored.length);
  }

  send(answer: GivenAnswer): Promise<BatchView> {
    return new Promise((resolve, reject) => {
      const store = () => {
        this.stored.push(answer);
        resolve(this.batch());
      };
      this.waiting.push({ answer, store, refuse: reject });
    });
  }

  undo() {
    const newest = this.stored.pop();
    return Promise.resolve(newest ? { item: newest.item, batch: this.batch() } : null);
  }

  loadOpen(from: number): Promise<readonly LabelingItem[]> {
    const done = new Set(this.stored.map(({ item }) => item.position));
    const open = Array.from({ length: this.size }, (_, position) => itemAt(position)).filter(
      ({ position }) => !done.has(position),
    );
    return Promise.resolve(open.filter(({ position }) => position >= from).slice(0, 4));
  }

  /** Lets the one answer on its way be stored. */
  async storeNext(): Promise<void> {
    this.waiting.shift()?.store();
    await settled();
  }

  async refuseNext(): Promise<void> {
    this.waiting.shift()?.refuse(new Error('The disk is full.'));
    await settled();
  }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

async function startedSession(size = 6) {
  const server = new SlowServer(size);
  const session = new LabelingSession(server, batchOf(size, 0));
  await session.load();
  const onScreen = () => session.getState().queue[0]?.position;
  return { server, session, onScreen };
}

describe('LabelingSession', () => {
  it('shows the next example at once, before the answer is stored', async () => {
    const { server, session, onScreen } = await startedSession();
    session.answer(3, 1.5);
    expect(onScreen()).toBe(1);
    expect(server.stored).toHaveLength(0);
    await server.storeNext();
    expect(server.stored).toMatchObject([{ item: { position: 0 }, label: 3, seconds: 1.5 }]);
    expect(session.getState().batch.open).toBe(5);
  });

  it('has one answer on its way at most: the next waits, on the screen', async () => {
    const { server, session, onScreen } = await startedSession();
    session.answer(0, 1);
    session.answer(1, 1);
    session.answer(2, 1);
    expect(server.waiting).toHaveLength(1);
    expect(onScreen()).toBe(1);
    expect(session.getState().held).toMatchObject({ item: { position: 1 }, label: 1 });
    await server.storeNext();
    expect(onScreen()).toBe(2);
    expect(server.waiting.map(({ answer }) => answer.label)).toEqual([1]);
  });

  it('keeps an answer that was refused, and the one behind it, and stores both in order', async () => {
    const { server, session } = await startedSession();
    session.answer(5, 1);
    session.answer(6, 1);
    await server.refuseNext();
    expect(session.getState().failure).toBeInstanceOf(Error);
    session.retry();
    expect(session.getState().failure).toBeNull();
    await server.storeNext();
    await server.storeNext();
    expect(server.stored.map(({ item, label }) => [item.position, label])).toEqual([
      [0, 5],
      [1, 6],
    ]);
  });

  it('takes back in the order of giving: the held, the refused, the stored', async () => {
    const { server, session, onScreen } = await startedSession();
    session.answer(7, 1);
    await server.storeNext();
    session.answer(8, 1);
    session.answer(9, 1);
    await server.refuseNext();

    await session.undo();
    expect(session.getState().held).toBeNull();
    await session.undo();
    expect(session.getState()).toMatchObject({ sending: null, failure: null });
    expect(onScreen()).toBe(1);
    await session.undo();
    expect(onScreen()).toBe(0);
    expect(server.stored).toHaveLength(0);
    expect(session.getState().batch.open).toBe(6);
  });

  it('does not show an example again that was answered while the list was on its way', async () => {
    const { server, session } = await startedSession();
    session.answer(1, 1);
    await server.storeNext();
    session.append([itemAt(0), itemAt(1), itemAt(5)]);
    expect(session.getState().queue.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5]);
  });

  it('walks through a batch of any size without a gap or a repetition', async () => {
    const { server, session, onScreen } = await startedSession(23);
    for (let step = 0; step < 23; step += 1) {
      expect(onScreen()).toBe(step);
      session.answer(step % 3 === 0 ? null : 1, 1);
      await server.storeNext();
    }
    expect(onScreen()).toBeUndefined();
    expect(server.stored.map(({ item }) => item.position)).toEqual(Array.from({ length: 23 }, (_, at) => at));
    expect(session.getState()).toMatchObject({ sending: null, held: null, batch: { open: 0 } });
  });

  it('shows skipped examples once more when they are asked for', async () => {
    const { server, session, onScreen } = await startedSession(1);
    session.answer(null, 1);
    await server.storeNext();
    session.append([itemAt(0)]);
    expect(onScreen()).toBeUndefined();
    session.reopen([{ ...itemAt(0), state: 'skipped' }]);
    expect(onScreen()).toBe(0);
  });

  it('says why nothing could be loaded, and loads again', async () => {
    const server = new SlowServer(3);
    let broken = true;
    const port: LabelingPort = {
      send: (answer) => server.send(answer),
      undo: () => server.undo(),
      loadOpen: (from) => (broken ? Promise.reject(new Error('No answer.')) : server.loadOpen(from)),
    };
    const session = new LabelingSession(port, batchOf(3, 0));
    await session.load();
    expect(session.getState()).toMatchObject({ loading: false, queue: [] });
    expect(session.getState().loadFailure).toBeInstanceOf(Error);
    broken = false;
    await session.load();
    expect(session.getState().loadFailure).toBeNull();
    expect(session.getState().queue).toHaveLength(3);
  });
});
