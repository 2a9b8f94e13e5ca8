import { resolve } from 'node:path';
import { z } from 'zod';
import { AppError } from '@/lib/errors';
import { ENGINE_NAMES } from '@/lib/surrogates/tensor-engine';
import { readBlobPlace } from './storage/blob-place';
import type { BlobPlace } from './storage/blob-place';

/** ONNX Runtime keeps a name for this machine and reports its use to its maker unless its native code reads this. */
process.env.ORT_DISABLE_TELEMETRY ??= '1';

const environmentSchema = z.object({
  /** external PostgreSQL; without it the embedded one is started in the data folder */
  DATABASE_URL: z.url().optional(),
  /** everything that Winnow keeps: database, blobs, secret */
  WINNOW_DATA: z.string().default('.winnow'),
  /** where blobs lie: `s3://bucket/prefix`, or a folder; without it `blobs` in the data folder */
  WINNOW_BLOBS: z.string().min(1).optional(),
  /** what copies of blobs of an S3 server may take on this machine's disk */
  WINNOW_BLOB_CACHE_BYTES: z.coerce
    .number()
    .int()
    .nonnegative()
    .default(20 * 2 ** 30),
  AWS_ENDPOINT_URL: z
    .literal('')
    .or(z.url({ protocol: /^https?$/ }))
    .optional(),
  AWS_ENDPOINT_URL_S3: z
    .literal('')
    .or(z.url({ protocol: /^https?$/ }))
    .optional(),
  AWS_REGION: z.string().optional(),
  AWS_DEFAULT_REGION: z.string().optional(),
  AWS_ACCESS_KEY_ID: z.string().optional(),
  AWS_SECRET_ACCESS_KEY: z.string().optional(),
  AWS_SESSION_TOKEN: z.string().optional(),
  WINNOW_ENGINE: z.enum(ENGINE_NAMES).optional(),
  WINNOW_HOST: z.string().default('127.0.0.1'),
  WINNOW_PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  /** address under which browsers reach Winnow, where it is not host and port */
  WINNOW_URL: z.url().optional(),
  /** addresses and CIDR ranges of the proxies in front of Winnow, separated by commas: only they are believed who asks */
  WINNOW_TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((network) => network.trim())
        .filter(Boolean),
    )
    .pipe(z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]))),
  /** signs sessions; made and kept with the blobs where it is not given */
  WINNOW_SECRET: z.string().min(32).optional(),
  /** seals the tokens of other systems that Winnow keeps; made and kept with the blobs where it is not given */
  WINNOW_SECRET_KEY: z.string().min(32).optional(),
  /** whether any connection may call addresses of the own machine and network */
  WINNOW_ALLOW_PRIVATE_ADDRESSES: z.enum(['on', 'off']).default('off'),
  /** e-mail of the owner account */
  WINNOW_OWNER: z.email().toLowerCase().default('owner@winnow.local'),
  /** where models named `owner/name` are downloaded from; a mirror where the hub itself is out of reach */
  WINNOW_HUB_URL: z.url().default('https://huggingface.co'),
  /** folders below which `path` sources may be ingested and models read, separated by `:` */
  WINNOW_IMPORT_ROOTS: z.string().default('/usr/share/datasets'),
  WINNOW_MAX_UPLOAD_BYTES: z.coerce
    .number()
    .int()
    .positive()
    .default(4 * 2 ** 30),
  /** what each API key may ask in a minute */
  WINNOW_API_REQUESTS_PER_MINUTE: z.coerce.number().int().positive().default(1200),
  /** how long running requests may take to end when a server is told to stop */
  WINNOW_STOP_LIMIT_SECONDS: z.coerce.number().nonnegative().max(3600).default(20),
  /** how long a server that was told to stop still takes requests, so that a balancer in front of it can notice */
  WINNOW_STOP_DELAY_SECONDS: z.coerce.number().nonnegative().max(600).default(0),
  /** for how long workers' sweeping keeps what ended, was never used, or is referred to by nothing */
  WINNOW_KEEP_JOBS_DAYS: z.coerce.number().positive().max(36_500).default(90),
  WINNOW_KEEP_DELIVERIES_DAYS: z.coerce.number().positive().max(36_500).default(30),
  WINNOW_KEEP_UPLOADS_DAYS: z.coerce.number().min(1).max(36_500).default(7),
  WINNOW_KEEP_ORPHANS_HOURS: z.coerce.number().min(24).max(876_000).default(48),
  /** what Prometheus shows to be given metrics; without it the web server gives none */
  WINNOW_METRICS_TOKEN: z
    .string()
    .regex(/^\S{16,}$/, 'at least 16 characters without spaces')
    .optional(),
  /** where a worker says of itself whether it lives, is ready, and what it counts; without it nowhere */
  WINNOW_WORKER_METRICS_PORT: z.coerce.number().int().min(0).max(65535).optional(),
  /** where spans are sent as OTLP over HTTP (JSON), with which headers (`name=value,…`), and under what name */
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  OTEL_EXPORTER_OTLP_HEADERS: z.string().default(''),
  OTEL_SERVICE_NAME: z.string().min(1).default('winnow'),
  /** whether the first start makes the sample project */
  WINNOW_SAMPLE: z.enum(['on', 'off']).default('on'),
  /** `data`: files in the data folder; `console`: stdout, for container engines and systemd, which keep it */
  WINNOW_LOG: z.enum(['data', 'console']).default('data'),
  WINNOW_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

export interface Environment {
  readonly databaseUrl: string | null;
  readonly dataFolder: string;
  readonly blobs: BlobPlace;
  readonly blobCacheBytes: number;
  readonly engine: (typeof ENGINE_NAMES)[number] | null;
  readonly host: string;
  readonly port: number;
  readonly url: string;
  readonly trustedProxies: readonly string[];
  readonly secret: string | null;
  readonly secretKey: string | null;
  readonly allowPrivateAddresses: boolean;
  readonly ownerEmail: string;
  readonly hubUrl: string;
  readonly importRoots: readonly string[];
  readonly maxUploadBytes: number;
  readonly apiRequestsPerMinute: number;
  readonly stopLimitSeconds: number;
  readonly stopDelaySeconds: number;
  readonly keepJobsDays: number;
  readonly keepDeliveriesDays: number;
  readonly keepUploadsDays: number;
  readonly keepOrphansHours: number;
  readonly metricsToken: string | null;
  readonly workerMetricsPort: number | null;
  readonly tracing: {
    readonly endpoint: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly serviceName: string;
  } | null;
  readonly sample: boolean;
  readonly log: 'data' | 'console';
  readonly logLevel: string;
}

/** The only reader of `process.env`. */
export function readEnvironment(variables: Record<string, string | undefined> = process.env): Environment {
  const result = environmentSchema.safeParse(variables);
  if (!result.success) {
    const issue = result.error.issues[0];
    throw new AppError(
      'bad-input',
      `${issue?.path.join('.')}: ${issue?.message}`,
      'Mend this setting and start again.',
    );
  }
  const settings = result.data;
  return {
    databaseUrl: settings.DATABASE_URL ?? null,
    dataFolder: resolve(settings.WINNOW_DATA),
    blobs: readBlobPlace(settings.WINNOW_BLOBS, settings),
    blobCacheBytes: settings.WINNOW_BLOB_CACHE_BYTES,
    engine: settings.WINNOW_ENGINE ?? null,
    host: settings.WINNOW_HOST,
    port: settings.WINNOW_PORT,
    url: settings.WINNOW_URL ?? localUrl(settings.WINNOW_HOST, settings.WINNOW_PORT),
    trustedProxies: settings.WINNOW_TRUSTED_PROXIES,
    secret: settings.WINNOW_SECRET ?? null,
    secretKey: settings.WINNOW_SECRET_KEY ?? null,
    allowPrivateAddresses: settings.WINNOW_ALLOW_PRIVATE_ADDRESSES === 'on',
    ownerEmail: settings.WINNOW_OWNER,
    hubUrl: settings.WINNOW_HUB_URL.replace(/\/$/, ''),
    importRoots: settings.WINNOW_IMPORT_ROOTS.split(':').filter(Boolean),
    maxUploadBytes: settings.WINNOW_MAX_UPLOAD_BYTES,
    apiRequestsPerMinute: settings.WINNOW_API_REQUESTS_PER_MINUTE,
    stopLimitSeconds: settings.WINNOW_STOP_LIMIT_SECONDS,
    stopDelaySeconds: settings.WINNOW_STOP_DELAY_SECONDS,
    keepJobsDays: settings.WINNOW_KEEP_JOBS_DAYS,
    keepDeliveriesDays: settings.WINNOW_KEEP_DELIVERIES_DAYS,
    keepUploadsDays: settings.WINNOW_KEEP_UPLOADS_DAYS,
    keepOrphansHours: settings.WINNOW_KEEP_ORPHANS_HOURS,
    metricsToken: settings.WINNOW_METRICS_TOKEN ?? null,
    workerMetricsPort: settings.WINNOW_WORKER_METRICS_PORT ?? null,
    tracing: readTracing(settings),
    sample: settings.WINNOW_SAMPLE === 'on',
    log: settings.WINNOW_LOG,
    logLevel: settings.WINNOW_LOG_LEVEL,
  };
}

function readTracing(settings: z.infer<typeof environmentSchema>): Environment['tracing'] {
  const endpoint = settings.OTEL_EXPORTER_OTLP_ENDPOINT?.replace(/\/$/, '');
  if (endpoint === undefined) return null;
  const pairs = settings.OTEL_EXPORTER_OTLP_HEADERS.split(',').flatMap((pair) => {
    const [name = '', ...value] = pair.split('=');
    return name.trim() ? [[name.trim(), decodeURIComponent(value.join('=').trim())]] : [];
  });
  const headers = Object.fromEntries(pairs) as Record<string, string>;
  return { endpoint, headers, serviceName: settings.OTEL_SERVICE_NAME };
}

/** What child processes are given: this process's variables, some of them set anew. */
export function childVariables(changes: Record<string, string>): NodeJS.ProcessEnv {
  return { ...process.env, ...changes };
}

/** An address that a browser on this machine can open; `0.0.0.0` and `::` are places to listen at, not to go to. */
function localUrl(host: string, port: number): string {
  if (host === '0.0.0.0' || host === '::') return `http://localhost:${port}`;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
