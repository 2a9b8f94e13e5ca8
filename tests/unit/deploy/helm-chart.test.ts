import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { readEnvironment } from '@/server/env';

interface Container {
  readonly args: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value: string }[];
  readonly securityContext: Readonly<Record<string, unknown>>;
}
interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: {
    readonly replicas?: number;
    readonly maxReplicaCount?: number;
    readonly selector?: { readonly matchLabels: Readonly<Record<string, string>> };
    readonly template?: {
      readonly metadata: { readonly labels: Readonly<Record<string, string>> };
      readonly spec: {
        readonly terminationGracePeriodSeconds?: number;
        readonly securityContext: Readonly<Record<string, unknown>>;
        readonly containers: readonly Container[];
      };
    };
  };
}

const CHART = fileURLToPath(new URL('../../../deploy/helm/winnow', import.meta.url));
const NEEDED = ['blobs.address=s3://winnow/fleet', 'web.url=https://winnow.example.org'];
const EVERYTHING = [
  ...NEEDED,
  'blobs.endpoint=https://s3.example.org',
  'settings.WINNOW_LOG_LEVEL=debug',
  'web.autoscaling.enabled=true',
  'worker.autoscaling.enabled=true',
  'ingress.enabled=true',
  'ingress.host=winnow.example.org',
  'networkPolicy.enabled=true',
];

const helm = (...args: string[]) => spawnSync('helm', args, { encoding: 'utf8' });
const setting = (values: readonly string[]) => values.flatMap((value) => ['--set', value]);
const missing = helm('version').status !== 0;

function render(values: readonly string[]): Manifest[] {
  const { status, stdout, stderr } = helm(
    'template',
    'fleet',
    CHART,
    '--kube-version',
    '1.30.0',
    ...setting(values),
  );
  expect(status, stderr).toBe(0);
  return parseAllDocuments(stdout).map((document) => document.toJS() as Manifest);
}

describe.skipIf(missing)('deploy/helm/winnow (skipped where helm is not on the PATH)', () => {
  it('passes helm’s own look', () => {
    const { status, stdout } = helm('lint', '--strict', CHART, ...setting(EVERYTHING));
    expect(status, stdout).toBe(0);
  });

  it.each([
    ['no address of blobs', ['web.url=https://winnow.example.org']],
    ['no address for browsers', ['blobs.address=s3://winnow']],
    ['a folder as blobs, which pods do not share', ['blobs.address=/data', 'web.url=https://w.example.org']],
    ['a misspelt setting', [...NEEDED, 'worker.replica=3']],
  ])('refuses %s', (_, values) => {
    expect(helm('template', 'fleet', CHART, ...setting(values)).status).not.toBe(0);
  });

  it('runs web, workers and migrations without rights, each under a command that there is', () => {
    const pods = render(EVERYTHING).flatMap(({ spec }) => spec.template?.spec ?? []);
    expect(pods.flatMap(({ containers }) => containers.map(({ args }) => args.join(' '))).sort()).toEqual([
      'migrate',
      'web',
      'worker',
    ]);
    for (const pod of pods) {
      expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000 });
      expect(pod.containers[0]?.securityContext).toMatchObject({
        readOnlyRootFilesystem: true,
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
      });
    }
  });

  it('gives settings that Winnow takes, and time to stop', () => {
    const web = render(EVERYTHING).find(
      ({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'fleet-web',
    );
    const pod = web?.spec.template?.spec;
    const given = pod?.containers[0]?.env?.map(({ name, value }) => [name, value] as const) ?? [];
    const env = readEnvironment(Object.fromEntries(given));
    expect(env.blobs).toMatchObject({ kind: 's3', prefix: 'fleet', endpoint: 'https://s3.example.org' });
    expect(env).toMatchObject({ url: 'https://winnow.example.org', logLevel: 'debug' });
    expect(pod?.terminationGracePeriodSeconds).toBeGreaterThan(env.stopDelaySeconds + env.stopLimitSeconds);
  });

  it('selects the pods that it makes', () => {
    const deployments = render(NEEDED).filter(({ kind }) => kind === 'Deployment');
    expect(deployments).toHaveLength(2);
    for (const { spec } of deployments)
      expect(spec.template?.metadata.labels).toMatchObject(spec.selector?.matchLabels ?? { never: '' });
  });

  it('leaves the number of pods to whoever scales them', () => {
    const numbers = (values: readonly string[]) =>
      render(values).flatMap(({ kind, spec }) => (kind === 'Deployment' ? [spec.replicas] : []));
    expect(numbers(NEEDED)).toEqual([2, 2]);
    expect(numbers(EVERYTHING)).toEqual([undefined, undefined]);
    expect(render(EVERYTHING).find(({ kind }) => kind === 'ScaledObject')?.spec.maxReplicaCount).toBe(10);
  });

  it('brings the database along before pods change', () => {
    const migrations = render(NEEDED).find(({ kind }) => kind === 'Job');
    expect(migrations?.metadata.annotations?.['helm.sh/hook']).toBe('pre-install,pre-upgrade');
  });
});
