import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@/lib/errors';
import type { Container } from '../container';
import { readSchemaState, requireCompatible } from '../db/schema-version';
import { stopping } from './stopping';

/** What has to hold before somebody may be sent here. */
export const READINESS_CHECKS = ['running', 'database', 'schema', 'blobs'] as const;
export type ReadinessCheck = (typeof READINESS_CHECKS)[number];

export interface Readiness {
  readonly ready: boolean;
  /** what does not hold */
  readonly failing: readonly ReadinessCheck[];
}

const CHECK_LIMIT_MS = 5000;
/** Anybody may ask as often as they like; the database and the blobs are not asked more often than this. */
const KEPT_MS = 1000;
/** Blobs are written and read to know; once they were well they are asked less often. */
const BLOBS_KEPT_MS = 60_000;
export const PROBE_FOLDER = 'probes';

/** Whether this process can do its work, for whoever sends it work. */
export class ReadinessProbe {
  private kept: { readonly until: number; readonly result: Promise<Readiness> } | null = null;
  private blobsWellUntil = 0;

  constructor(private readonly container: Container) {}

  check(): Promise<Readiness> {
    if (stopping().aborted) return Promise.resolve({ ready: false, failing: ['running'] });
    if (this.kept && Date.now() < this.kept.until) return this.kept.result;
    const result = this.look();
    this.kept = { until: Date.now() + KEPT_MS, result };
    return result;
  }

  private async look(): Promise<Readiness> {
    const checks: readonly [ReadinessCheck, () => Promise<void>][] = [
      ['database', () => this.database()],
      ['schema', () => this.schema()],
      ['blobs', () => this.blobs()],
    ];
    const results = await Promise.all(checks.map(([name, check]) => this.holds(name, check)));
    const failing = checks.map(([name]) => name).filter((_, position) => !results[position]);
    return { ready: failing.length === 0, failing };
  }

  private async holds(name: ReadinessCheck, check: () => Promise<void>): Promise<boolean> {
    try {
      await withLimit(check());
      return true;
    } catch (error) {
      this.container.log.warn({ err: error, check: name }, 'not ready');
      return false;
    }
  }

  private async database(): Promise<void> {
    await this.container.db.$queryRaw`SELECT 1`;
  }

  private async schema(): Promise<void> {
    const state = await readSchemaState(async (sql) => this.container.db.$queryRawUnsafe(sql));
    requireCompatible(state);
    if (state.missing.length > 0) throw new AppError('unavailable', 'The database has an older schema.');
  }

  private async blobs(): Promise<void> {
    if (Date.now() < this.blobsWellUntil) return;
    await probeBlobs(this.container.blobs);
    this.blobsWellUntil = Date.now() + BLOBS_KEPT_MS;
  }
}

/** Writes a blob, reads it and removes it. @throws whatever the store says; AppError `unavailable` for other bytes */
export async function probeBlobs(
  blobs: Container['blobs'],
  bytes: Uint8Array = Buffer.from('winnow'),
): Promise<void> {
  const key = `${PROBE_FOLDER}/${randomUUID()}`;
  await blobs.put(key, bytes);
  try {
    const read = await blobs.get(key);
    if (!read.equals(bytes))
      throw new AppError('unavailable', 'The blob store gives back other bytes than it was given.');
  } finally {
    await blobs.removeAll(key);
  }
}

async function withLimit(work: Promise<void>): Promise<void> {
  const late = Symbol('late');
  const first = await Promise.race([work, sleep(CHECK_LIMIT_MS, late, { ref: false })]);
  if (first === late) throw new AppError('unavailable', `No answer within ${CHECK_LIMIT_MS / 1000} s.`);
}
