import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { claimPort } from '@/server/free-port';
import { readBlobPlace } from '@/server/storage/blob-place';
import type { S3Place } from '@/server/storage/blob-place';
import { findVersitygw, HOW_TO_INSTALL } from './versitygw';

const KEYS = { AWS_ACCESS_KEY_ID: 'winnow-tests', AWS_SECRET_ACCESS_KEY: 'only-on-loopback' };
const BUCKET = 'winnow';
const START_LIMIT_MS = 20_000;

/** A real S3 server on loopback, with a folder of its own. */
export class S3Server {
  private constructor(
    private readonly folder: string,
    private readonly port: number,
    private child: ChildProcess,
  ) {}

  /** @throws Error that says how to install it */
  static async start(): Promise<S3Server> {
    const folder = await mkdtemp(join(tmpdir(), 'winnow-s3-'));
    await mkdir(join(folder, 'objects', BUCKET), { recursive: true });
    await mkdir(join(folder, 'metadata'));
    const port = await claimPort('127.0.0.1', 0);
    return new S3Server(folder, port, await launch(folder, port));
  }

  get endpoint(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The settings that name it, as an operator would give them. */
  settings(prefix: string, endpoint = this.endpoint) {
    return { WINNOW_BLOBS: `s3://${BUCKET}/${prefix}`, AWS_ENDPOINT_URL: endpoint, ...KEYS };
  }

  place(prefix: string, endpoint = this.endpoint): S3Place {
    const { WINNOW_BLOBS, ...aws } = this.settings(prefix, endpoint);
    const place = readBlobPlace(WINNOW_BLOBS, aws);
    if (place.kind !== 's3') throw new Error('no S3 place');
    return place;
  }

  /** Where it keeps an object, for tests that damage one. */
  fileOf(prefix: string, key: string): string {
    return join(this.folder, 'objects', BUCKET, prefix, key);
  }

  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }

  async restart(): Promise<void> {
    this.child = await launch(this.folder, this.port);
  }

  async stop(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }
}

async function launch(folder: string, port: number): Promise<ChildProcess> {
  const program = findVersitygw();
  if (program === null) throw new Error(HOW_TO_INSTALL);
  const child = spawn(
    program,
    [
      '--port',
      `127.0.0.1:${port}`,
      '--quiet',
      '--keep-alive',
      'posix',
      '--sidecar',
      join(folder, 'metadata'),
      join(folder, 'objects'),
    ],
    {
      env: {
        ...process.env,
        ROOT_ACCESS_KEY: KEYS.AWS_ACCESS_KEY_ID,
        ROOT_SECRET_KEY: KEYS.AWS_SECRET_ACCESS_KEY,
      },
      stdio: 'ignore',
    },
  );
  const giveUpAt = Date.now() + START_LIMIT_MS;
  while (Date.now() < giveUpAt && child.exitCode === null) {
    const answers = await fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    );
    if (answers) return child;
    await sleep(50);
  }
  child.kill('SIGKILL');
  throw new Error('The S3 server does not start.');
}
