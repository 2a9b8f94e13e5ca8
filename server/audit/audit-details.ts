import type { AuditDetail } from '@/lib/contracts/audit';

/**
 * Fields whose values are kept. Everything else of an input is named at most: tokens, passwords, addresses with secrets
 * in them, and what somebody invents tomorrow.
 */
const SHOWN = new Set([
  ...['name', 'email', 'role', 'scope', 'expiresInDays', 'active', 'events', 'allowPrivate'],
  ...['format', 'fileName', 'bytes', 'path', 'kind', 'modality', 'classes', 'appendClasses', 'groundTruth'],
  ...[
    'extractor',
    'model',
    'finalModel',
    'scheme',
    'exponent',
    'budget',
    'count',
    'seed',
    'names',
    'surrogate',
  ],
  ...['controlShare', 'votesPerExample', 'overlapShare', 'leaseMinutes', 'showGuess', 'consensus'],
  ...[
    'costPerLabel',
    'costPerHour',
    'costPerReview',
    'currency',
    'retrainAlone',
    'platform',
    'externalProject',
  ],
  ...['row', 'label', 'reason', 'decision'],
]);
/** Names of fields come from whoever asks, before anything was looked at. */
const IS_NAME = /^\w{1,40}$/;
const IS_ID = /^(id|[a-z][A-Za-z]*Id)$/;

const MAX_DEPTH = 4;
const MAX_FIELDS = 30;
const MAX_LENGTH = 200;
const MAX_ITEMS = 20;

/** What the audit keeps of an input: ids, and fields that are known to be no secrets. */
export function detailsOf(input: unknown): Record<string, AuditDetail> {
  const details: Record<string, AuditDetail> = {};
  const unshown: string[] = [];
  for (const [key, value] of entriesOf(input)) {
    if (key === 'projectId') continue;
    const before = Object.keys(details).length;
    keep(details, { path: key, key, value, depth: 1 });
    if (Object.keys(details).length === before && value !== undefined) unshown.push(key);
  }
  if (unshown.length > 0) details.also = unshown.slice(0, MAX_ITEMS).map(legible);
  return details;
}

/** What it keeps of what came of it. */
export function idsOf(result: unknown): Record<string, AuditDetail> {
  const details: Record<string, AuditDetail> = {};
  for (const [key, value] of entriesOf(result)) {
    if (IS_ID.test(key) && isScalar(value)) details[key] = clipped(value);
  }
  return details;
}

function keep(
  details: Record<string, AuditDetail>,
  field: { readonly path: string; readonly key: string; readonly value: unknown; readonly depth: number },
): void {
  const { path, key, value, depth } = field;
  if (Object.keys(details).length >= MAX_FIELDS || depth > MAX_DEPTH || !IS_NAME.test(key)) return;
  const isShown = SHOWN.has(key) || IS_ID.test(key);
  if (isScalar(value)) {
    if (isShown) details[path] = clipped(value);
  } else if (Array.isArray(value)) {
    if (isShown && value.every(isScalar)) details[path] = value.slice(0, MAX_ITEMS).map(clipped);
  } else {
    for (const [inner, innerValue] of entriesOf(value)) {
      keep(details, { path: `${path}.${inner}`, key: inner, value: innerValue, depth: depth + 1 });
    }
  }
}

/** Names that somebody made up may be long, and hold what the database does not keep. */
const legible = (name: string): string => name.slice(0, 40).replace(/[^\w.-]/g, '?');

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

type Scalar = string | number | boolean | null;

function isScalar(value: unknown): value is Scalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function clipped(value: Scalar): Scalar {
  return typeof value === 'string' && value.length > MAX_LENGTH ? `${value.slice(0, MAX_LENGTH)}…` : value;
}
