import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toAppError } from '@/lib/errors';
import { convertFile } from '@/server/files/convert';
import { recordFormat } from '@/server/files/registry';
import { temporaryFolder } from '../../support/temporary-folder';
import { makeZip, renameInZip } from '../../support/zip';

async function convert(
  format: string,
  file: string,
  bytes: Uint8Array | string,
  more: { to?: string; skipBad?: boolean; imageFolder?: string } = {},
) {
  const folder = await temporaryFolder();
  const path = join(folder, file);
  await writeFile(path, bytes);
  const rejected: string[] = [];
  const target = join(folder, 'out', 'result');
  const outcome = await convertFile({
    from: recordFormat(format),
    to: recordFormat(more.to ?? 'jsonl'),
    source: { path, name: file, imageFolder: more.imageFolder },
    target,
    ...(more.skipBad && { onReject: ({ name, code }) => rejected.push(`${name}: ${code}`) }),
  }).catch((error: unknown) => toAppError(error));
  const left = await readdir(join(folder, 'out')).catch(() => []);
  return { outcome, rejected, left, target };
}

const header = 'id,split,label,seconds,annotations,inclusion_probability,weight,text\n';

describe('a bad record is named by file, row and reason, with a remedy, and nothing is written', () => {
  it.each([
    ['csv', 'x.csv', `${header}a,,,,,,,hi\nb,,,,,,-1,yo\n`, /x\.csv, row 1 \(line 3\): Its weight is “-1”/],
    ['csv', 'x.csv', `${header}a,,,,,,,hi\nb,,,,,1.5,,yo\n`, /row 1.*probability is “1.5”/],
    ['csv', 'x.csv', `${header}a,,,soon,,,,hi\n`, /row 0.*seconds are “soon”/],
    ['csv', 'x.csv', `${header}a,elsewhere,,,,,,hi\n`, /row 0.*“elsewhere” is none of/],
    ['csv', 'x.csv', `${header}a,,,,{},,,hi\n`, /row 0.*annotations are not/],
    ['csv', 'x.csv', `${header}a,,,,,,hi\n`, /row 0.*7 cells where 8 are expected/],
    ['csv', 'x.csv', `${header}a,,,,,,,hi\na,,,,,,,yo\n`, /row 1.*Another record is called “a”/],
    ['csv', 'x.csv', `${header}a,,,,,,,\n`, /row 0.*has no “text”/],
    ['csv', 'x.csv', `${header}a,,,,,,,"open\nb`, /x\.csv cannot be read as CSV/],
    ['csv', 'x.csv', 'id,id,text\n1,2,x\n', /the column “id” stands twice/],
    ['csv', 'x.csv', 'a,b\n1,x\n', /row 0.*column “b” is “x”, not a finite number/],
    ['csv', 'x.csv', header, /holds no record/],
    ['jsonl', 'x.jsonl', '{"id":"a","text":"hi"}\n{"id":\n', /row 1 \(line 2\): The line is not JSON/],
    ['jsonl', 'x.jsonl', '{"id":"a","text":"hi"}\n{"id":"b","features":[1]}\n', /row 1.*another kind/],
    ['jsonl', 'x.jsonl', '{"features":[1,2]}\n{"features":[1]}\n', /row 1.*another kind or length/],
    ['parquet', 'x.parquet', 'PAR1 but not really PAR1', /x\.parquet cannot be read as Parquet/],
    ['label-studio', 'x.json', '{"tasks":[]}', /x\.json.*it is no list/],
    ['label-studio', 'x.json', '[{"data":{"text":"a"}},{"data":', /it ends within task 1/],
    ['label-studio', 'x.json', '[{"data":{"text":"a"}},,]', /nothing between two commas/],
    ['label-studio', 'x.json', '[{"data":{"text":"a"}},{"data":3}]', /x\.json, task 1: It is no task/],
    [
      'label-studio',
      'x.json',
      '[{"data":{"text":"a"},"annotations":[{"result":[{"value":{"choices":["x","y"]}}]}]}]',
      /task 0: An annotation has several choices/,
    ],
    ['prodigy', 'x.jsonl', '{"text":"a","accept":["x","y"],"answer":"accept"}', /row 0.*several options/],
    ['prodigy', 'x.jsonl', '{"text":"a","answer":"maybe"}', /row 0.*It is no task/],
    ['prodigy', 'x.jsonl', '{"html":"a"}', /row 0.*neither “text” nor “image”/],
    ['zip', 'x.zip', 'no zip at all', /x\.zip cannot be read as a zip/],
  ])('%s %s %#', async (format, file, bytes, message) => {
    const { outcome, left } = await convert(format, file, bytes);
    expect(outcome).toMatchObject({ code: 'bad-input', message: expect.stringMatching(message) as string });
    expect((outcome as { remedy: string }).remedy).not.toBe('');
    expect(left).toEqual([]);
  });

  it('what is bad is left out where that is wanted, and listed', async () => {
    const lines = ['{"id":"a","text":"hi"}', '{', '{"id":"a","text":"again"}', '{"id":"b","text":"yo"}'];
    const { outcome, rejected, target } = await convert('jsonl', 'x.jsonl', lines.join('\n'), {
      skipBad: true,
    });
    expect(outcome).toEqual({ records: 2 });
    expect(rejected).toEqual(['x.jsonl, row 1 (line 2): broken-row', 'x.jsonl, row 2 (line 3): same-id']);
    expect((await readFile(target, 'utf8')).trim().split('\n')).toHaveLength(2);
  });

  it('what fails in the middle of writing leaves no part of a file behind', async () => {
    const many = Array.from({ length: 20_000 }, (_, index) => `{"id":"${index}","text":"${'x'.repeat(50)}"}`);
    const { outcome, left } = await convert('jsonl', 'x.jsonl', [...many, '{'].join('\n'), { to: 'zip' });
    expect(outcome).toMatchObject({ code: 'bad-input' });
    expect(left).toEqual([]);
  });
});

describe('no path leads out', () => {
  const pixel = Buffer.from('GIF89a');

  it.each([
    ['../evil.png', 'xx_evil.png'],
    ['/etc/x.png', 'xetc_x.png'],
  ])('of a zip: %s', async (path, placeholder) => {
    const harmless = placeholder.slice(0, path.length);
    const zip = await makeZip([{ path: harmless, bytes: pixel }]);
    const { outcome } = await convert('zip', 'x.zip', renameInZip(zip, harmless, path));
    expect(outcome).toMatchObject({ message: expect.stringMatching(/leads out of the archive/) as string });
  });

  it('of the folder of the images, links resolved', async () => {
    const folder = await temporaryFolder();
    const images = join(folder, 'images');
    await mkdir(images);
    await writeFile(join(folder, 'secret.png'), pixel);
    await writeFile(join(images, 'own.png'), pixel);
    await symlink(join(folder, 'secret.png'), join(images, 'link.png'));
    for (const path of ['../secret.png', join(folder, 'secret.png'), 'link.png', '..', 'a\0b']) {
      const { outcome, left } = await convert('jsonl', 'x.jsonl', JSON.stringify({ image: path, id: 'x' }), {
        to: 'zip',
        imageFolder: images,
      });
      expect(outcome).toMatchObject({ message: expect.stringMatching(/leads out of the folder/) as string });
      expect(left).toEqual([]);
    }
    const { outcome } = await convert('jsonl', 'x.jsonl', JSON.stringify({ image: 'own.png' }), {
      to: 'zip',
      imageFolder: images,
    });
    expect(outcome).toEqual({ records: 1 });
  });

  it('of a table in a zip: a row of a file that is not in it is refused', async () => {
    const metadata = Buffer.from('file_name,label\n../../etc/passwd,x\n');
    const zip = await makeZip([
      { path: 'a.gif', bytes: pixel },
      { path: 'metadata.csv', bytes: metadata },
    ]);
    const { outcome } = await convert('hugging-face', 'x.zip', zip);
    expect(outcome).toMatchObject({
      message: expect.stringMatching(/x\.zip\/metadata\.csv, row 0 .*There is no file/) as string,
    });
  });
});

it('the same files give the same zip, and its names are safe wherever it is unpacked', async () => {
  const ids = ['../../x', 'CON', 'a/../b', 'C:\\x', '.ssh', 'x'.repeat(500), 'A.txt', 'a.txt'];
  const lines = ids.map((id) => JSON.stringify({ id, text: createHash('md5').update(id).digest('hex') }));
  const { target } = await convert('jsonl', 'x.jsonl', lines.join('\n'), { to: 'zip' });
  const names: string[] = [];
  for await (const item of recordFormat('zip').read({ path: target, name: 'x' })) {
    if ('record' in item) names.push(item.place.slice(2));
  }
  expect(names).toHaveLength(ids.length);
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(ids.length);
  for (const name of names) {
    expect(name).not.toMatch(/^[./]|\.\.|\\|:|^con(\.|$)/i);
    expect(Buffer.byteLength(name)).toBeLessThan(256);
  }
});
