import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command, whyNot } from './command';

const CHUNKS = [2 ** 20, 4096, 1];
const BALLAST = '.ballast';

/** A disk of its own, in memory, that can be filled to its last byte. */
export class SmallDisk {
  private constructor(private readonly folder: string) {}

  /** Why none can be mounted here; null where one can. */
  static async needs(): Promise<string | null> {
    const folder = await mkdtemp(join(tmpdir(), 'winnow-disk-'));
    const lack = await whyNot(async () => (await SmallDisk.mount(folder, 1)).unmount());
    await rm(folder, { recursive: true, force: true });
    return lack && `no disk can be mounted: ${lack}`;
  }

  static async mount(folder: string, megabytes: number): Promise<SmallDisk> {
    mkdirSync(folder, { recursive: true });
    await command('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'winnow-faults', folder);
    return new SmallDisk(folder);
  }

  /** What others gave free since the last time is taken too. */
  fill(): void {
    const file = openSync(join(this.folder, BALLAST), 'a');
    try {
      for (const length of CHUNKS) {
        while (writes(file, length));
      }
    } finally {
      closeSync(file);
    }
  }

  makeRoom(): Promise<void> {
    return rm(join(this.folder, BALLAST), { force: true });
  }

  /** Whoever still has files open there keeps them until they are closed. */
  unmount(): Promise<void> {
    return command('umount', '--lazy', this.folder);
  }
}

function writes(file: number, length: number): boolean {
  try {
    return writeSync(file, Buffer.alloc(length)) === length;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false;
    throw error;
  }
}
