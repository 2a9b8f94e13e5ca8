import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createContainer } from '@/server/container';
import { readEnvironment } from '@/server/env';
import { ApiClient } from '../faults/load/api-client';
import { Ledger } from '../faults/load/ledger';
import { runImagePipeline, runStudyPipeline } from '../faults/load/pipeline';
import type { Results } from '../faults/load/pipeline';
import { CutWire } from '../support/cut-wire';
import { writeFashionZip } from '../support/fashion-zip';
import { Fleet } from '../support/fleet';
import { S3Server } from '../support/s3/s3-server';
import { findVersitygw, HOW_TO_INSTALL } from '../support/s3/versitygw';
import { temporaryFolder } from '../support/temporary-folder';
import { createTestDatabase } from '../support/test-database';

const folder = await temporaryFolder();
const LIMIT_MS = 240_000;
const STUDY_REPEATS = 4;
const isBuilt = existsSync(new URL('../../.next/BUILD_ID', import.meta.url));
const missing = findVersitygw() === null ? HOW_TO_INSTALL : 'the app is not built';

describe.skipIf(findVersitygw() === null || !isBuilt)(`a fleet (skipped where ${missing})`, () => {
  let s3: S3Server;
  beforeAll(async () => void (s3 = await S3Server.start()));
  afterAll(() => s3.stop());

  /** One Winnow, empty: a database, a prefix of the bucket, no host yet. */
  async function newWinnow(prefix: string) {
    const databaseUrl = await createTestDatabase({ empty: true });
    const fleet = new Fleet(join(folder, prefix), { DATABASE_URL: databaseUrl, ...s3.settings(prefix) });
    const env = {
      ...readEnvironment({ WINNOW_DATA: join(folder, `${prefix}-eye`) }),
      blobs: s3.place(prefix),
    };
    const { db, matrices } = createContainer(env, databaseUrl, pino({ level: 'silent' }));

    /** From zip and rows to selection, curve and report, both over HTTP and at once. */
    async function walk(link: URL): Promise<Results> {
      const client = await ApiClient.signIn(link, { requests: 0, unanswered: 0 });
      const zipPath = join(folder, `${prefix}.zip`);
      const zip = await writeFashionZip(zipPath, { pool: 60, test: 20 });
      const matrixOf = async ({ table, id }: { table: 'FeatureSet' | 'ScoreSet'; id: string }) => {
        const set =
          table === 'FeatureSet'
            ? await db.featureSet.findUniqueOrThrow({ where: { id } })
            : await db.scoreSet.findUniqueOrThrow({ where: { id } });
        const { data } = await matrices.read(set.matrixBlob ?? '');
        return createHash('sha256').update(data).digest('hex');
      };
      const input = { zip, zipBytes: await readFile(zipPath), ledger: new Ledger(), matrixOf };
      const [images, study] = await Promise.all([
        runImagePipeline(client, 'images', input),
        runStudyPipeline(client, 'rows', STUDY_REPEATS),
      ]);
      return { ...images, ...study };
    }

    /** The work that a worker of this process id holds, as the database says. */
    async function workOf(pid: number | null): Promise<number> {
      const held = { state: 'running' as const, worker: { contains: `:${pid}:` } };
      const [jobs, parts] = await Promise.all([
        db.job.count({ where: held }),
        db.jobPart.count({ where: held }),
      ]);
      return jobs + parts;
    }
    return { databaseUrl, fleet, db, walk, workOf };
  }

  async function untilOne<Item>(items: readonly Item[], condition: (item: Item) => Promise<boolean>) {
    const giveUpAt = Date.now() + LIMIT_MS;
    for (;;) {
      for (const item of items) if (await condition(item)) return item;
      if (Date.now() > giveUpAt) throw new Error('it does not come to pass');
      await sleep(50);
    }
  }
  const until = (condition: () => Promise<boolean>) => untilOne([null], condition);

  it(
    'of web and four workers, of which two are killed and one is cut off, gives the bytes of one worker',
    { timeout: 2 * LIMIT_MS },
    async () => {
      const alone = await newWinnow('alone');
      const aloneLink = await alone.fleet.startWeb();
      await alone.fleet.startWorker();
      const expected = await alone.walk(aloneLink);
      await alone.fleet.stop();
      await alone.db.$disconnect();

      const { databaseUrl, fleet, db, walk, workOf } = await newWinnow('fleet');
      const [database, blobs] = [new URL(databaseUrl), new URL(s3.endpoint)];
      const wires = [await CutWire.to(database), await CutWire.to(blobs)] as const;
      const link = await fleet.startWeb();
      const cutOff = await fleet.startWorker({
        DATABASE_URL: wires[0].through(database),
        AWS_ENDPOINT_URL: wires[1].through(blobs),
      });
      const walked = walk(link);
      const strikes = (async () => {
        // alone at first, so that it is the one that holds work when the wire is cut
        await until(async () => (await workOf(cutOff.pid)) > 0);
        for (const wire of wires) wire.cut();
        const standing = [await fleet.startWorker(), await fleet.startWorker(), await fleet.startWorker()];
        // whoever holds work first: what the cut-off one held goes to one of them, and from there to another
        for (let kills = 0; kills < 2; kills++) {
          const victim = await untilOne(standing, async ({ pid }) => (await workOf(pid)) > 0);
          standing.splice(standing.indexOf(victim), 1);
          victim.giveUp();
        }
        await until(async () => (await workOf(cutOff.pid)) === 0);
        for (const wire of wires) wire.mend();
      })();
      const [results] = await Promise.all([walked, strikes]);

      expect(results).toEqual(expected);
      const workers = await db.worker.findMany({ select: { name: true } });
      expect(workers).toHaveLength(4);
      const jobs = await db.job.groupBy({ by: ['state'], _count: true });
      expect(jobs.map(({ state }) => state)).toEqual(['done']);
      expect(await db.jobPart.count()).toBe(0);
      await fleet.stop();
      await db.$disconnect();
      for (const wire of wires) await wire.close();
    },
  );
});
