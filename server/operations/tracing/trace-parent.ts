import type { TracePlace } from './tracer';

/** version, trace, parent, flags (W3C Trace Context) */
const TRACE_PARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/;

export function writeTraceParent({ traceId, spanId }: TracePlace): string {
  return `00-${traceId}-${spanId}-01`;
}

/** Null for anything that is none. */
export function readTraceParent(text: string | null): TracePlace | null {
  const [, traceId, spanId] = TRACE_PARENT.exec(text ?? '') ?? [];
  return traceId && spanId ? { traceId, spanId } : null;
}
