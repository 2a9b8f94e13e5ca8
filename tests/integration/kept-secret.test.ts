import { randomUUID } from 'node:crypto';
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { authSecret } from '@/server/auth/auth-secret';
import { openSealer } from '@/server/platforms/sealed-text';
import { openBlobStore } from '@/server/storage/open-blob-store';
import { S3Server } from '../support/s3/s3-server';
import { findVersitygw, HOW_TO_INSTALL } from '../support/s3/versitygw';
import { temporaryFolder } from '../support/temporary-folder';
import { createTestContainer } from '../support/test-container';
import type { TestContainer } from '../support/test-container';

let world: TestContainer;
beforeAll(async () => void (world = await createTestContainer()));
afterAll(() => world.close());

test('on the disk, a key that only its account may read', async () => {
  const { container } = world;
  const sealed = (await openSealer(container)).seal('secret', 'x');
  expect((await openSealer(container)).open(sealed, 'x')).toBe('secret');
  expect((await stat(join(container.env.dataFolder, 'secret-key'))).mode & 0o777).toBe(0o600);
});

describe.skipIf(findVersitygw() === null)(
  `hosts that share an S3 server (skipped where ${HOW_TO_INSTALL})`,
  () => {
    let server: S3Server;
    beforeAll(async () => void (server = await S3Server.start()));
    afterAll(() => server.stop());

    /** Another host: the same database and blobs, a data folder of its own. */
    async function newHost(prefix: string) {
      const { db, env } = world.container;
      const host = {
        ...env,
        secret: null,
        secretKey: null,
        dataFolder: await temporaryFolder(),
        blobs: server.place(prefix),
      };
      return { db, env: host, blobs: openBlobStore(host) };
    }

    test('agree on what signs and seals, though all of them start at once', async () => {
      const prefix = randomUUID();
      const hosts = await Promise.all(Array.from({ length: 4 }, () => newHost(prefix)));
      expect(new Set(await Promise.all(hosts.map(authSecret))).size).toBe(1);
      const sealers = await Promise.all(hosts.map(openSealer));
      const sealed = sealers[0]?.seal('token', 'x') ?? '';
      expect(sealers.map((sealer) => sealer.open(sealed, 'x'))).toEqual(hosts.map(() => 'token'));
    });

    test('the host that had a key hands it on', async () => {
      const prefix = randomUUID();
      const [former, added] = [await newHost(prefix), await newHost(prefix)];
      await writeFile(join(former.env.dataFolder, 'secret'), 'of one host, before there were several');
      expect(await authSecret(former)).toBe('of one host, before there were several');
      expect(await authSecret(added)).toBe('of one host, before there were several');
    });
  },
);
