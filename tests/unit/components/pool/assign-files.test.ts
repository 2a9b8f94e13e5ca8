import { describe, expect, it } from 'vitest';
import { assignFiles, guessFormat } from '@/components/pool/assign-files';

describe('guessFormat', () => {
  it.each([
    ['shirts.zip', 'zip'],
    ['X.NPY', 'npy'],
    ['rows.csv', 'csv'],
    ['rows.csv.gz', 'csv'],
    ['rows.parquet', 'parquet'],
    ['train-images-idx3-ubyte.gz', 'idx'],
    ['t10k-images.idx3-ubyte', 'idx'],
    ['pool.idx', 'idx'],
    ['notes.txt', null],
    ['zip', null],
  ])('%s', (name, format) => {
    expect(guessFormat(name)).toBe(format);
  });
});

describe('assignFiles', () => {
  const file = (name: string) => ({ name });

  it('tells images from their labels, in whatever order they were dropped', () => {
    const images = file('train-images-idx3-ubyte.gz');
    const labels = file('train-labels-idx1-ubyte.gz');
    const expected = { examples: images, labels, format: 'idx', left: [] };
    expect(assignFiles([labels, images])).toEqual(expected);
    expect(assignFiles([images, labels])).toEqual(expected);
  });

  it('takes a single file for examples, even when its name speaks of labels', () => {
    const only = file('labeled-images.zip');
    expect(assignFiles([only])).toEqual({ examples: only, labels: null, format: 'zip', left: [] });
  });

  it('names what it leaves out', () => {
    const [first, second] = [file('a.zip'), file('b.zip')];
    expect(assignFiles([first, second])).toMatchObject({ examples: first, left: [second] });
  });

  it('has nothing where nothing was dropped', () => {
    expect(assignFiles([])).toEqual({ examples: null, labels: null, format: null, left: [] });
  });
});
