import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { FILE_FORMAT_INFO, FILE_FORMATS } from '@/lib/contracts/file-format';
import { RECORD_FORMATS } from '@/server/files/registry';
import { formatsTable } from '../../support/formats-table';

it('the guide lists the formats as the registry has them', () => {
  const guide = readFileSync(new URL('../../../docs/guides/files.md', import.meta.url), 'utf8');
  const lines = guide.split('\n').map((line) => line.replace(/ {2,}/g, ' ').replace(/-{3,}/g, '---'));
  expect(lines).toEqual(expect.arrayContaining(formatsTable()));
});

it('every format that is said to be written has a reader and a writer', () => {
  const written = FILE_FORMATS.filter((name) => FILE_FORMAT_INFO[name].export !== null);
  expect(RECORD_FORMATS.map(({ name }) => name).sort()).toEqual([...written].sort());
});
