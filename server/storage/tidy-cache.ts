import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const HOUR_MS = 3600 * 1000;
/** What was lent by its path may be opened again for so long. */
const LENT_MS = HOUR_MS;
/** What nobody used in so long may have been removed where it came from. */
const KEPT_MS = 7 * 24 * HOUR_MS;
/** Half a copy that a killed process left. */
const UNFINISHED_MS = 24 * HOUR_MS;

interface Copy {
  readonly path: string;
  readonly bytes: number;
  readonly idleMs: number;
  readonly lent: boolean;
}

/** Removes what is old, then what was used least lately until the rest is within the limit. What is lent may exceed it. */
export async function tidyCache(folder: string, limitBytes: number): Promise<void> {
  const unfinished = await copiesIn(join(folder, 'unfinished'), false);
  const old = unfinished.filter(({ idleMs }) => idleMs > UNFINISHED_MS);
  const copies = [...(await copiesBelow(folder, 'read')), ...(await copiesBelow(folder, 'lent'))];
  let bytes = copies.reduce((sum, copy) => sum + copy.bytes, 0);
  for (const copy of copies.sort((a, b) => b.idleMs - a.idleMs)) {
    const inUse = copy.lent && copy.idleMs < LENT_MS;
    if (inUse || (bytes <= limitBytes && copy.idleMs < KEPT_MS)) continue;
    bytes -= copy.bytes;
    old.push(copy);
  }
  await Promise.all(old.map(({ path }) => rm(path, { force: true })));
}

async function copiesBelow(folder: string, kind: 'read' | 'lent'): Promise<Copy[]> {
  const parts = await readdir(join(folder, kind)).catch(() => []);
  const copies = await Promise.all(parts.map((part) => copiesIn(join(folder, kind, part), kind === 'lent')));
  return copies.flat();
}

async function copiesIn(folder: string, lent: boolean): Promise<Copy[]> {
  const names = await readdir(folder).catch(() => []);
  const copies = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const information = await stat(path).catch(() => null);
      return information && { path, bytes: information.size, idleMs: Date.now() - information.mtimeMs, lent };
    }),
  );
  return copies.filter((copy) => copy !== null);
}
