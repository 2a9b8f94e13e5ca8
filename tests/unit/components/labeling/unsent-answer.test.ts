import { describe, expect, it } from 'vitest';
import { unsentAnswers } from '@/components/labeling/unsent-answer';
import type { GivenAnswer } from '@/components/labeling/labeling-session';

class MemoryStorage implements Storage {
  private readonly held = new Map<string, string>();
  get length(): number {
    return this.held.size;
  }
  clear = () => this.held.clear();
  getItem = (key: string) => this.held.get(key) ?? null;
  key = (index: number) => [...this.held.keys()][index] ?? null;
  removeItem = (key: string) => void this.held.delete(key);
  setItem = (key: string, value: string) => void this.held.set(key, value);
}

const answer: GivenAnswer = {
  row: 7,
  kind: 'bad',
  label: null,
  unsure: false,
  reason: 'broken',
  comment: 'Black.',
  guessShown: true,
  seconds: 2.5,
};

describe('unsentAnswers', () => {
  it('keeps an answer beyond the page, for its person and batch only', () => {
    const storage = new MemoryStorage();
    unsentAnswers(storage, 'ann', 'b1').write(answer);
    expect(unsentAnswers(storage, 'ann', 'b1').read()).toEqual(answer);
    expect(unsentAnswers(storage, 'bob', 'b1').read()).toBeNull();
    expect(unsentAnswers(storage, 'ann', 'b2').read()).toBeNull();
    unsentAnswers(storage, 'ann', 'b1').write(null);
    expect(storage.length).toBe(0);
  });

  it('takes what it cannot read for nothing, and works without any storage', () => {
    const storage = new MemoryStorage();
    for (const text of ['{', '{"row":-1}', '[]', 'null']) {
      storage.setItem('winnow.unsent.ann.b1', text);
      expect(unsentAnswers(storage, 'ann', 'b1').read()).toBeNull();
    }
    const nowhere = unsentAnswers(null, 'ann', 'b1');
    nowhere.write(answer);
    expect(nowhere.read()).toBeNull();
  });
});
