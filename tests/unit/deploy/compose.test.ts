import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readEnvironment } from '@/server/env';

interface Service {
  readonly image: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly stop_grace_period?: string;
  readonly depends_on?: Readonly<Record<string, { condition: string }>>;
  readonly healthcheck?: unknown;
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const text = readFileSync(new URL('../../../deploy/compose.yaml', import.meta.url), 'utf8');
const compose = parse(text, { merge: true }) as Compose;
const { web, worker } = compose.services;

/** As Compose puts values in: what has to be given is, the rest are the defaults. */
function filledIn(settings: Readonly<Record<string, string>>): Record<string, string> {
  const fill = (value: string) =>
    value
      .replaceAll(/\$\{\w+:\?[^}]*\}/g, 'f'.repeat(64))
      .replaceAll(/\$\{\w+:-([^}]*)\}/g, (_, fallback: string) => fallback);
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, fill(value)]));
}

describe('deploy/compose.yaml', () => {
  it('gives settings that Winnow takes', () => {
    const env = readEnvironment(filledIn(web?.environment ?? {}));
    expect(new URL(env.databaseUrl ?? '').hostname).toBe('database');
    expect(env.blobs).toMatchObject({ kind: 's3', bucket: 'winnow', endpoint: 'http://objects:7070' });
    expect(env.secret).toHaveLength(64);
    expect(env.url).toBe('http://localhost:3000');
  });

  it('gives web and workers the same database, blobs and keys', () => {
    expect(web?.environment).toMatchObject(worker?.environment ?? { never: '' });
    expect(Object.keys(worker?.environment ?? {})).toEqual(
      expect.arrayContaining(['DATABASE_URL', 'WINNOW_BLOBS', 'WINNOW_SECRET_KEY', 'AWS_SECRET_ACCESS_KEY']),
    );
  });

  it('runs Winnow without rights, and lets it end in peace', () => {
    const stopLimit = readEnvironment({}).stopLimitSeconds;
    for (const service of [web, worker]) {
      expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
      expect(parseInt(service?.stop_grace_period ?? '0', 10)).toBeGreaterThan(stopLimit);
      expect(service?.depends_on).toMatchObject({
        database: { condition: 'service_healthy' },
        objects: { condition: 'service_healthy' },
      });
    }
  });

  it('listens on loopback alone, and opens neither database nor objects', () => {
    const open = Object.values(compose.services).flatMap((service) => service.ports ?? []);
    expect(open).toEqual(['${WINNOW_LISTEN:-127.0.0.1:3000}:3000']);
  });

  it('keeps database and objects in volumes with names', () => {
    const mounted = Object.values(compose.services).flatMap((service) => service.volumes ?? []);
    expect(new Set(mounted.map((mount) => mount.split(':')[0]))).toEqual(
      new Set(Object.keys(compose.volumes)),
    );
  });
});
