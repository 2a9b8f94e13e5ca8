import { expect, it } from 'vitest';
import { rejectRecord } from '@/server/files/records/file-record';
import { RowsByPath } from '@/server/files/zip/rows-by-path';
import type { TableRow } from '@/server/files/zip/zip-tables';

/** A table that tells how far it was read. */
function tableOf(folder: string, count: number) {
  const table = { folder, read: 0, rows: rows() };
  return table;

  async function* rows(): AsyncGenerator<TableRow> {
    for (let index = 0; index < count; index++) {
      table.read++;
      const item = rejectRecord(`row ${index}`, 'none', '');
      yield await Promise.resolve({ path: `${folder}${index}.png`, item, tellsSplit: true });
    }
  }
}

it('reads each table no further than its files need, in whatever order the files of several alternate', async () => {
  const [train, test] = [tableOf('train/', 100), tableOf('test/', 100)];
  const rows = new RowsByPath([train, test]);
  for (let index = 0; index < 100; index++) {
    for (const folder of ['test/', 'train/']) {
      const path = `${folder}${index}.png`;
      expect((await rows.find(path)).row?.path).toBe(path);
    }
    expect([train.read, test.read]).toEqual([index + 1, index + 1]);
  }
});

it('finds rows in another order than their files, and tells which had none', async () => {
  const rows = new RowsByPath([tableOf('', 4)]);
  expect((await rows.find('2.png')).row?.path).toBe('2.png');
  expect((await rows.find('0.png')).row?.path).toBe('0.png');
  expect((await rows.find('9.png')).row).toBeNull();
  const rest: string[] = [];
  for await (const { path } of rows.rest()) rest.push(path);
  expect(rest).toEqual(['1.png', '3.png']);
});
