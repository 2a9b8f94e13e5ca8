import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers';
import type { Environment } from '../../env';

/** Where spans go; of the environment's OTEL_ variables. */
type TracingSettings = NonNullable<Environment['tracing']>;

/** Where new spans belong: W3C Trace Context's ids in hex. */
export interface TracePlace {
  readonly traceId: string;
  readonly spanId: string;
}

/** Work that is over. */
export interface EndedSpan extends TracePlace {
  readonly parentSpanId?: string | undefined;
  readonly name: string;
  readonly kind: 'internal' | 'server' | 'consumer';
  /** milliseconds since 1970 */
  readonly startedAt: number;
  readonly ms: number;
  readonly failed: boolean;
  readonly attributes: Readonly<Record<string, string | number | undefined>>;
}

/** Numbers of the protocol (opentelemetry/proto/trace/v1). */
const KINDS = { internal: 1, server: 2, consumer: 5 } as const;
const STATUS_ERROR = 2;

const BATCH = 512;
/** Where nobody takes them, spans are dropped: what they tell of matters more. */
const MOST_WAITING = 4096;
const FLUSH_MS = 1000;
const SEND_LIMIT_MS = 5000;

export const newTraceId = () => randomBytes(16).toString('hex');
export const newSpanId = () => randomBytes(8).toString('hex');

/** Collects spans and sends them as OTLP over HTTP, in its JSON form. */
export class Tracer {
  private waiting: EndedSpan[] = [];
  private timer: NodeJS.Timeout | null = null;
  private sending: Promise<void> = Promise.resolve();

  constructor(
    private readonly settings: TracingSettings,
    private readonly onLost: (error: unknown, spans: number) => void,
  ) {}

  record(span: EndedSpan): void {
    if (this.waiting.length >= MOST_WAITING) return;
    this.waiting.push(span);
    if (this.waiting.length >= BATCH) void this.flush();
    else this.timer ??= delay(() => void this.flush(), FLUSH_MS).unref();
  }

  /** Sends what waits, and returns once it is sent or lost. */
  flush(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const spans = this.waiting;
    this.waiting = [];
    if (spans.length > 0) this.sending = this.sending.then(() => this.send(spans));
    return this.sending;
  }

  private async send(spans: readonly EndedSpan[]): Promise<void> {
    const { endpoint, headers } = this.settings;
    try {
      const response = await fetch(`${endpoint}/v1/traces`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(this.request(spans)),
        signal: AbortSignal.timeout(SEND_LIMIT_MS),
      });
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
    } catch (error) {
      this.onLost(error, spans.length);
    }
  }

  private request(spans: readonly EndedSpan[]) {
    const resource = { attributes: attributesOf({ 'service.name': this.settings.serviceName }) };
    return {
      resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'winnow' }, spans: spans.map(asOtlp) }] }],
    };
  }
}

function asOtlp({ traceId, spanId, parentSpanId, name, kind, startedAt, ms, failed, attributes }: EndedSpan) {
  return {
    ...{ traceId, spanId, parentSpanId, name, kind: KINDS[kind] },
    startTimeUnixNano: nanoseconds(startedAt),
    endTimeUnixNano: nanoseconds(startedAt + ms),
    attributes: attributesOf(attributes),
    status: failed ? { code: STATUS_ERROR } : {},
  };
}

/** 64-bit numbers are text in the protocol's JSON. */
const nanoseconds = (ms: number) => String(BigInt(Math.round(ms * 1000)) * 1000n);

function attributesOf(attributes: EndedSpan['attributes']) {
  return Object.entries(attributes).flatMap(([key, value]) => {
    if (value === undefined) return [];
    return { key, value: typeof value === 'number' ? { doubleValue: value } : { stringValue: value } };
  });
}
