import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCellsFile } from '@/server/studies/cells-file';
import { NpyFileWriter } from '@/server/datasets/formats/npy-file-writer';
import { convertFile } from '@/server/files/convert';
import { recordFormat } from '@/server/files/registry';
import { makeFolders } from '@/server/output-place';
import { writeOutput } from '@/server/cli/output';
import { temporaryFolder } from '../../support/temporary-folder';

async function convertTo(target: string): Promise<unknown> {
  const path = join(await temporaryFolder(), 'x.jsonl');
  await writeFile(path, '{"text":"x"}');
  const source = { path, name: 'x.jsonl' };
  return convertFile({ from: recordFormat('jsonl'), source, to: recordFormat('csv'), target });
}

const WRITERS = [
  ['a result', (path: string) => writeOutput(path, 'x')],
  ['a conversion', convertTo],
  ['a matrix', (path: string) => NpyFileWriter.create(path, 2)],
  ['cells of a study', (path: string) => openCellsFile(path, false)],
] as const;

describe.each(WRITERS)('%s', (_what, write) => {
  // Node's recursive mkdir never comes back from there
  it.skipIf(process.platform !== 'linux')('is refused at once where no folder can be made', async () => {
    await expect(write('/proc/nope/deeper/x')).rejects.toMatchObject({
      code: 'unavailable',
      message: '/proc/nope/deeper/x cannot be written (ENOENT).',
    });
  });

  it('is refused below a file', async () => {
    const file = join(await temporaryFolder(), 'file');
    await writeFile(file, '');
    await expect(write(join(file, 'deeper', 'x'))).rejects.toMatchObject({ code: 'unavailable' });
  });
});

it('folders are made with those above them, by several at once', async () => {
  const folder = join(await temporaryFolder(), 'a', 'b', 'c');
  await Promise.all([makeFolders(folder), makeFolders(folder), makeFolders(join(folder, 'd'))]);
  expect((await stat(join(folder, 'd'))).isDirectory()).toBe(true);
});
