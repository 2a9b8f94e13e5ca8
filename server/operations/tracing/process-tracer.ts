import type { Logger } from 'pino';
import type { Environment } from '../../env';
import { currentWork } from '../watching/current-work';
import { readTraceParent, writeTraceParent } from './trace-parent';
import { newSpanId, newTraceId, Tracer } from './tracer';
import type { EndedSpan, TracePlace } from './tracer';

/** Bundles may hold this module several times; the process has one. */
const shared = globalThis as typeof globalThis & { winnowTracer?: Tracer | undefined };

/** Begins to trace where the settings name a collector; costs nothing where they do not. */
export function startTracing({ tracing }: Environment, log: Logger): void {
  if (!tracing) return;
  shared.winnowTracer ??= new Tracer(tracing, (error, spans) =>
    log.warn({ err: error, spans }, 'spans could not be sent'),
  );
}

/** Sends what waits, before the process ends. */
export async function stopTracing(): Promise<void> {
  await shared.winnowTracer?.flush();
  shared.winnowTracer = undefined;
}

export function recordSpan(span: Omit<EndedSpan, 'spanId'> & { readonly spanId?: string }): void {
  shared.winnowTracer?.record({ ...span, spanId: span.spanId ?? newSpanId() });
}

/** For what is done later and elsewhere: where its spans will belong. Null while nothing is traced. */
export function traceParentOfWork(): string | null {
  const { traceId, spanId } = currentWork();
  return shared.winnowTracer && traceId && spanId ? writeTraceParent({ traceId, spanId }) : null;
}

/** A new span below a `traceparent`, or the first one of a trace. */
export function spanBelow(traceParent: string | null): TracePlace & { readonly parentSpanId?: string } {
  const parent = readTraceParent(traceParent);
  if (!parent) return { traceId: newTraceId(), spanId: newSpanId() };
  return { traceId: parent.traceId, spanId: newSpanId(), parentSpanId: parent.spanId };
}
