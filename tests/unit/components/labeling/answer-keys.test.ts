import { describe, expect, it } from 'vitest';
import { answerKey, keyOfClass, letterKey, matchingClasses } from '@/components/labeling/answer-keys';

const press = (key: string, modifiers: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey', boolean>> = {}) => ({
  key,
  code: `Key${key.toUpperCase()}`,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...modifiers,
});

describe('answerKey', () => {
  it('finds each of ten classes under the key that its button shows', () => {
    for (let label = 0; label < 10; label += 1) {
      expect(answerKey(press(keyOfClass(label)), 10)).toEqual({ act: 'label', label });
    }
  });

  it('knows no class beyond the last', () => {
    expect(answerKey(press('4'), 3)).toBeNull();
    expect(answerKey(press('0'), 9)).toBeNull();
  });

  it('leaves digits alone where there are more classes than keys', () => {
    expect(answerKey(press('1'), 11)).toBeNull();
  });

  it('skips and takes back, with caps lock too', () => {
    expect(answerKey(press('s'), 3)).toEqual({ act: 'skip' });
    expect(answerKey(press('U'), 3)).toEqual({ act: 'undo' });
    expect(answerKey(press('z', { ctrlKey: true }), 3)).toEqual({ act: 'undo' });
    expect(answerKey(press('z', { metaKey: true }), 3)).toEqual({ act: 'undo' });
  });

  it('knows all else that can be said of an example, and looks closer', () => {
    const acts = ['b', 'n', 'c', 'g', 'm', '?', '+', '-', 'z'].map((key) => answerKey(press(key), 3)?.act);
    const named = [
      'bad',
      'unsure',
      'comment',
      'guidelines',
      'grid',
      'keys',
      'zoom-in',
      'zoom-out',
      'zoom-reset',
    ];
    expect(acts).toEqual(named);
    expect(answerKey(press('ArrowLeft'), 3)).toEqual({ act: 'pan', right: -1, down: 0 });
  });

  it('wants Alt where letters find classes, whatever the letter then writes', () => {
    expect(answerKey(press('n'), 11)).toBeNull();
    expect(answerKey({ ...press('ñ', { altKey: true }), code: 'KeyN' }, 11)).toEqual({ act: 'unsure' });
    expect(letterKey('n', 11)).toEqual({ shown: 'Alt N', spoken: 'Alt+N' });
    expect(letterKey('n', 10)).toEqual({ shown: 'N', spoken: 'N' });
  });

  it("leaves the browser's own shortcuts alone", () => {
    expect(answerKey(press('1', { ctrlKey: true }), 3)).toBeNull();
    expect(answerKey(press('s', { metaKey: true }), 3)).toBeNull();
    expect(answerKey(press('1', { altKey: true }), 3)).toBeNull();
    expect(answerKey(press('Tab'), 3)).toBeNull();
  });
});

describe('matchingClasses', () => {
  const classes = ['Red oak', 'Oak', 'Beech', 'Cork oak'];

  it('puts names that begin with the text before those that hold it', () => {
    expect(matchingClasses(classes, 'oak')).toEqual([1, 0, 3]);
  });

  it('shows all while nothing is typed, and none where nothing fits', () => {
    expect(matchingClasses(classes, ' ')).toEqual([0, 1, 2, 3]);
    expect(matchingClasses(classes, 'pine')).toEqual([]);
  });
});
