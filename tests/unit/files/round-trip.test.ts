import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exportFormats, FILE_FORMAT_INFO } from '@/lib/contracts/file-format';
import { MODALITIES } from '@/lib/contracts/project';
import { RECORD_FORMATS } from '@/server/files/registry';
import { essence, fileRecords, readAll, shapeOf, writeRecords } from '../../support/file-records';
import { temporaryFolder } from '../../support/temporary-folder';

const CASES = MODALITIES.flatMap((modality) =>
  RECORD_FORMATS.filter(({ name }) => exportFormats(modality).includes(name)).map((format) => ({
    modality,
    format,
    name: format.name,
  })),
);

describe.each(CASES)('$name of $modality', ({ modality, format }) => {
  const isInside = FILE_FORMAT_INFO[format.name].export?.content[modality] === 'inside';
  // a zip gives its files names of its own, and so does a table whose text is inside
  const keepsPath = modality === 'image' && !['zip', 'hugging-face', 'cvat'].includes(format.name);

  it('reads back what it wrote', async () => {
    const folder = await temporaryFolder();
    await fc.assert(
      fc.asyncProperty(fileRecords(modality), fc.boolean(), async (records, knowsClasses) => {
        const classes = knowsClasses ? [...new Set(records.flatMap(({ label }) => label ?? []))] : [];
        const path = join(folder, `records${FILE_FORMAT_INFO[format.name].export?.extension ?? ''}`);
        await writeRecords(format, records, shapeOf(modality, classes), path);
        const read = await readAll(format.read({ path, name: 'records', modality }));
        const essences = (list: typeof records) =>
          Promise.all(list.map((record) => essence(record, isInside, keepsPath)));
        expect(await essences(read)).toEqual(await essences(records));
      }),
      { numRuns: 20 },
    );
  });

  it('writes the same bytes for the same records', async () => {
    const folder = await temporaryFolder();
    const { readFile } = await import('node:fs/promises');
    await fc.assert(
      fc.asyncProperty(fileRecords(modality), async (records) => {
        const [one, other] = [join(folder, 'one'), join(folder, 'other')];
        await writeRecords(format, records, shapeOf(modality), one);
        await writeRecords(format, records, shapeOf(modality), other);
        expect((await readFile(one)).equals(await readFile(other))).toBe(true);
      }),
      { numRuns: 2 },
    );
  });
});
