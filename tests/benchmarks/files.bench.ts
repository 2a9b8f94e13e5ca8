import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { FileFormatName } from '@/lib/contracts/file-format';
import { FILE_FORMAT_INFO } from '@/lib/contracts/file-format';
import type { Modality } from '@/lib/contracts/project';
import { MODALITIES } from '@/lib/contracts/project';
import { RECORD_FORMATS } from '@/server/files/registry';
import type { Measurement } from './benchmark';
import type { FilesDone, FilesWork } from './files-work';

const run = promisify(execFile);
const WORK = fileURLToPath(new URL('files-work.ts', import.meta.url));
/** Little, so that what is held shows and not how long garbage was left lying. */
const HEAP = '--max-old-space-size=64';
/** What is held must not grow from the one to the other. */
const ROWS = [10_000, 100_000];

/** Every format with every content that it holds, and the tree of class folders, which is only read. */
const CASES: readonly { readonly format: FileFormatName; readonly modality: Modality }[] = [
  ...RECORD_FORMATS.flatMap(({ name }) =>
    MODALITIES.filter((modality) => FILE_FORMAT_INFO[name].export?.content[modality] === 'inside').map(
      (modality) => ({ format: name, modality }),
    ),
  ),
  { format: 'folder', modality: 'image' },
];

/** Files written and read, each in a process of its own: its peak of memory is of nothing else. */
export async function benchFiles(): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  for (const { format, modality } of CASES) {
    for (const rows of ROWS) {
      const folder = await mkdtemp(join(tmpdir(), 'winnow-bench-'));
      try {
        const path = join(folder, 'file');
        const written = await inProcess({ format, modality, rows, path, way: 'write' });
        const read = await inProcess({ format, modality, rows, path, way: 'read' });
        const name = `${format}, ${modality}`;
        if (format !== 'folder') measurements.push({ name: `write ${name}`, rows, ...written });
        measurements.push({ name: `read ${name}`, rows, ...read });
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    }
  }
  return measurements;
}

async function inProcess(work: FilesWork): Promise<FilesDone> {
  const { stdout } = await run(process.execPath, [HEAP, '--import', 'tsx', WORK, JSON.stringify(work)]);
  return JSON.parse(stdout) as FilesDone;
}
