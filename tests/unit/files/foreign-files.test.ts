import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { recordFormat } from '@/server/files/registry';
import { readAll } from '../../support/file-records';

/** Files that other programs wrote: tests/support/reference/files/make.py. */
async function read(format: string, file: string) {
  const path = fileURLToPath(new URL(`../../support/reference/files/${file}`, import.meta.url));
  const records = await readAll(recordFormat(format).read({ path, name: basename(path) }));
  return records.map(({ content, ...facts }) => ({ ...facts, content }));
}

const EMPTY = { annotations: [], inclusionProbability: null, weight: null };

describe.each(['csv', 'jsonl', 'parquet'])('pandas: %s', (format) => {
  it('is read cell by cell', async () => {
    const ann = { label: 'ham', annotator: 'ann', seconds: 1.5, labeledAt: null };
    const bob = { label: 'ham', annotator: 'bob', seconds: 0.1, labeledAt: null };
    // pandas writes JSON with ten decimal places
    const precision = format === 'jsonl' ? 10 : 16;
    const records = await read(format, `pandas.${format}`);
    expect(records[1]?.inclusionProbability).toBeCloseTo(1 / 3, precision - 1);
    expect(records[1]?.weight).toBeCloseTo(3.0000000000000004, 9);
    const rest = records.map(({ inclusionProbability, weight, ...facts }, index) =>
      index === 1 ? facts : { ...facts, inclusionProbability, weight },
    );
    expect(rest).toEqual([
      {
        id: 'one',
        split: 'pool',
        label: 'ham',
        annotations: [ann],
        inclusionProbability: 0.1,
        weight: 10,
        content: { kind: 'text', text: 'first' },
      },
      {
        id: 'two, "quoted"',
        split: 'test',
        label: 'spam',
        annotations: [],
        content: { kind: 'text', text: 'say "hi", twice' },
      },
      {
        id: 'three\nlines',
        split: 'pool',
        label: null,
        ...EMPTY,
        content: { kind: 'text', text: 'line\r\nbreak\n' },
      },
      {
        id: 'vier – ü',
        split: 'seed',
        label: 'ham',
        annotations: [bob],
        inclusionProbability: 1,
        weight: 1,
        content: { kind: 'text', text: '日本語 🐈' },
      },
    ]);
  });
});

async function sizesOf(records: Awaited<ReturnType<typeof read>>) {
  return Promise.all(
    records.map(async ({ content }) => {
      if (content?.kind !== 'image' || !content.read) return null;
      return (await content.read()).subarray(0, 4).toString('latin1').slice(1);
    }),
  );
}

describe('datasets', () => {
  it('Parquet with images is read with their bytes', async () => {
    const records = await read('parquet', 'datasets.parquet');
    expect(records).toMatchObject([
      { id: 'datasets/0', label: 'cat', content: { kind: 'image', path: 'a.png' } },
      { id: 'datasets/1', label: 'dog' },
    ]);
    expect(await sizesOf(records)).toEqual(['PNG', 'PNG']);
  });

  it('an image folder is joined with its metadata, in whatever order that is', async () => {
    const records = await read('hugging-face', 'imagefolder.zip');
    expect(records.map(({ id, split, label }) => [id, split, label])).toEqual([
      ['test/3.png', 'test', 'dog'],
      ['train/images/1.png', 'pool', 'cat'],
      ['train/images/2.png', 'pool', 'dog'],
    ]);
    expect(await sizesOf(records)).toEqual(['PNG', 'PNG', 'PNG']);
  });
});

describe('Datumaro, of CVAT', () => {
  it('folders are labels, no_label is none', async () => {
    const records = await read('cvat', 'cvat.zip');
    expect(records.map(({ id, label }) => [id, label])).toEqual([
      ['pic 0.jpg', 'cat'],
      ['pic 1.jpg', 'hot dog'],
      ['pic 3.jpg', 'hot dog'],
      ['pic 2.jpg', null],
    ]);
  });

  it('lists without images name them, with label and subset', async () => {
    const records = await read('cvat', 'cvat-lists.zip');
    const facts = records.map(({ id, label, split, content }) => [id, label, split, content]);
    const named = (id: string) => ({ kind: 'image', path: `images/${id}`, read: null });
    expect(facts).toEqual(
      expect.arrayContaining([
        ['pic 0.jpg', 'cat', 'pool', named('pic 0.jpg')],
        ['pic 1.jpg', 'hot dog', 'pool', named('pic 1.jpg')],
        ['pic 2.jpg', null, 'pool', named('pic 2.jpg')],
        ['pic 3.jpg', 'hot dog', 'test', named('pic 3.jpg')],
      ]),
    );
    expect(facts).toHaveLength(4);
  });
});

it('Label Studio: answers with person, time and moment; a cancelled one is a skip', async () => {
  expect(await read('label-studio', 'label-studio.json')).toEqual([
    {
      id: '7',
      split: null,
      label: 'Positive',
      annotations: [
        {
          label: 'Positive',
          annotator: 'ann@example.org',
          seconds: 4.288,
          labeledAt: '2026-03-09T22:16:08.746926Z',
        },
      ],
      inclusionProbability: null,
      weight: null,
      content: { kind: 'text', text: 'Great, [really] "great"' },
    },
    {
      id: '8',
      split: null,
      label: 'Negative',
      annotations: [
        { label: null, annotator: '2', seconds: 1, labeledAt: null },
        { label: 'Negative', annotator: '1', seconds: 2.5, labeledAt: null },
      ],
      inclusionProbability: null,
      weight: null,
      content: { kind: 'text', text: 'Bad' },
    },
    {
      id: 'label-studio/2',
      split: null,
      label: null,
      ...EMPTY,
      content: { kind: 'text', text: 'A bare task' },
    },
  ]);
});

it('Prodigy: lines of one input are answers about one text', async () => {
  const records = await read('prodigy', 'prodigy.jsonl');
  expect(records.map(({ id, label, content }) => [id, label, content])).toEqual([
    ['-1283', 'NEGATIVE', { kind: 'text', text: 'One' }],
    ['12', null, { kind: 'text', text: 'Two' }],
    ['13', 'INSULT', { kind: 'text', text: 'Three' }],
    ['14', null, { kind: 'text', text: 'Four' }],
  ]);
  expect(records[0]?.annotations).toEqual([
    { label: 'POSITIVE', annotator: 'demo-ann', seconds: null, labeledAt: '2023-01-11T08:25:12.000Z' },
    { label: 'NEGATIVE', annotator: 'demo-bob', seconds: null, labeledAt: '2023-01-11T08:26:40.000Z' },
  ]);
  expect(records[1]?.annotations).toHaveLength(1);
});
