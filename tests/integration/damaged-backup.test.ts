import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createContainer } from '@/server/container';
import { verifyArchive } from '@/server/operations/backup/archive-reader';
import { restoreBackup } from '@/server/operations/backup/restore-backup';
import { writeBackup } from '@/server/operations/backup/write-backup';
import { createFashionProject } from '../support/fashion-project';
import { createTestContainer } from '../support/test-container';
import { createTestDatabase } from '../support/test-database';
import { temporaryFolder } from '../support/temporary-folder';

const folder = await temporaryFolder();
const world = await createTestContainer();
afterAll(() => world.close());

async function backUp(gzip: boolean): Promise<string> {
  const file = join(folder, gzip ? 'sound.tar.gz' : 'sound.tar');
  const { databaseUrl, container } = world;
  const target = createWriteStream(file);
  const options = { version: '0.0.0-test', gzip, secrets: null };
  await writeBackup({ databaseUrl, blobs: container.blobs, target, ...options });
  return file;
}

describe('a damaged archive', () => {
  let plain: Buffer;
  let gzipped: Buffer;
  let entries: { name: string; bytes: number; sha256: string }[];
  beforeAll(async () => {
    const owner = await world.createUser();
    await createFashionProject(world, owner, { seed: 40, pool: 30, test: 10, coarse: true });
    const file = await backUp(false);
    plain = await readFile(file);
    gzipped = await readFile(await backUp(true));
    ({ entries } = await verifyArchive(file));
  });

  const asFile = async (bytes: Uint8Array) => {
    const file = join(folder, randomBytes(6).toString('hex'));
    await writeFile(file, bytes);
    return file;
  };

  it('is refused by the name of the entry of which a byte was flipped, and nothing is written', async () => {
    const databaseUrl = await createTestDatabase({ empty: true });
    const dataFolder = join(folder, 'elsewhere');
    await mkdir(dataFolder);
    const env = { ...world.container.env, dataFolder, databaseUrl };
    const { db, blobs } = createContainer(env, databaseUrl, pino({ level: 'silent' }));
    for (const { name } of [entries[1], entries.at(-1)].flatMap((entry) => entry ?? [])) {
      const bytes = Buffer.from(plain);
      // The contents come 512 bytes behind the name, or the end of a long one, which begins the entry's header.
      let end = name;
      while (end.length > 100) end = end.slice(end.indexOf('/') + 1);
      const header = bytes.indexOf(Buffer.from(`${end}\0`));
      const place = header + 512;
      bytes[place] = (bytes[place] ?? 0) ^ 1;
      const restoring = restoreBackup({ path: await asFile(bytes), env, databaseUrl, blobs, replace: false });
      await expect(restoring).rejects.toMatchObject({
        code: 'bad-input',
        message: expect.stringContaining(name) as string,
      });
    }
    for await (const { key } of blobs.list()) expect(key).toBe('nothing');
    expect(await db.$queryRaw`SELECT 1 FROM pg_tables WHERE schemaname = 'public'`).toEqual([]);
    await db.$disconnect();
  });

  it('whichever byte was flipped, is refused, or holds the same all the same', async () => {
    const sound = JSON.stringify(entries);
    await fc.assert(
      fc.asyncProperty(fc.nat(plain.length - 1), fc.integer({ min: 1, max: 255 }), async (place, flip) => {
        const bytes = Buffer.from(plain);
        bytes[place] = (bytes[place] ?? 0) ^ flip;
        const outcome = await verifyArchive(await asFile(bytes)).then(
          (manifest) => JSON.stringify(manifest.entries),
          (error: unknown) => error,
        );
        if (outcome !== sound) expect(outcome).toMatchObject({ code: 'bad-input' });
      }),
      { numRuns: 60 },
    );
  });

  it('wherever it was cut off, is refused', async () => {
    const end = plain.lastIndexOf(Buffer.from('manifest.sha256\0')) + 512 + 64;
    await fc.assert(
      fc.asyncProperty(
        fc.boolean(),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        async (zip, share) => {
          const whole = zip ? gzipped : plain;
          const file = await asFile(whole);
          await truncate(file, Math.floor(share * (zip ? whole.length : end)));
          await expect(verifyArchive(file)).rejects.toMatchObject({ code: 'bad-input' });
        },
      ),
      { numRuns: 40 },
    );
  });
});
