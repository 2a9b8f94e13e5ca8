import type { SplitRule } from '@/lib/contracts/ingest';
import type { Split } from '@/lib/contracts/project';
import type { Candidate, IngestItem, Rejection } from './candidate';
import type { ClassNumbers } from './class-numbers';
import { parseSplit } from './split-name';

const MAX_KEY_LENGTH = 1024;
/** PostgreSQL cannot hold NUL, and the others are no part of a name. */
const CONTROL_CHARACTERS = /\p{Cc}/gu;

export interface Accepted<Content> {
  readonly candidate: Candidate<Content>;
  readonly split: Split;
  readonly fileLabel: number | null;
}

/** Which example stands for an item: its own, or the one that had the same content before. */
export interface Placed {
  readonly cursor: string | null;
  readonly exampleKey: string;
}

export interface SortedBatch<Content> {
  readonly accepted: readonly Accepted<Content>[];
  readonly duplicates: readonly Rejection[];
  readonly rejected: readonly Rejection[];
  readonly placed: readonly Placed[];
}

export interface Taken {
  readonly keyByContent: ReadonlyMap<string, string>;
  readonly keys: ReadonlySet<string>;
}

/** Parts a batch into what becomes examples, what has been there before, and what cannot be used. */
export function sortBatch<Content>(
  items: readonly IngestItem<Content>[],
  context: { readonly classes: ClassNumbers; readonly splitRule: SplitRule; readonly taken: Taken },
): SortedBatch<Content> {
  const keyByContent = new Map(context.taken.keyByContent);
  const keys = new Set(context.taken.keys);
  const accepted: Accepted<Content>[] = [];
  const duplicates: Rejection[] = [];
  const rejected: Rejection[] = [];
  const placed: Placed[] = [];
  for (const item of items) {
    if ('rejection' in item) {
      rejected.push(printable(item.rejection));
      continue;
    }
    const { candidate, cursor = null } = item;
    const same = keyByContent.get(candidate.contentHash);
    if (same !== undefined) {
      duplicates.push(
        printable({ name: candidate.key, code: 'duplicate', reason: `The same content as “${same}”.` }),
      );
      placed.push({ cursor, exampleKey: same });
      continue;
    }
    const result = judge(candidate, keys, context);
    if ('code' in result) {
      rejected.push(printable({ name: candidate.key, ...result }));
      continue;
    }
    keyByContent.set(candidate.contentHash, candidate.key);
    keys.add(candidate.key);
    accepted.push({ candidate, ...result });
    placed.push({ cursor, exampleKey: candidate.key });
  }
  return { accepted, duplicates, rejected, placed };
}

type Judgement = { split: Split; fileLabel: number | null } | { code: string; reason: string };

function judge(
  candidate: Candidate<unknown>,
  keys: ReadonlySet<string>,
  { classes, splitRule }: { classes: ClassNumbers; splitRule: SplitRule },
): Judgement {
  const { key, label, splitName } = candidate;
  if (key.length > MAX_KEY_LENGTH || key.search(CONTROL_CHARACTERS) >= 0) {
    return {
      code: 'bad-name',
      reason: `A name has at most ${MAX_KEY_LENGTH} characters, none of them control characters.`,
    };
  }
  if (keys.has(key)) return { code: 'name-taken', reason: 'The project has another example of this name.' };
  const split = splitOf(splitRule, splitName);
  if (!split) {
    const reason = splitName
      ? `“${splitName.slice(0, 80)}” is not pool, train, seed or test.`
      : 'It names no split.';
    return { code: 'unknown-split', reason };
  }
  if (!label) return { split, fileLabel: null };
  const number = classes.numberOf(label);
  return typeof number === 'number'
    ? { split, fileLabel: number }
    : { code: 'unknown-class', reason: number.problem };
}

function splitOf(rule: SplitRule, splitName: string | null): Split | null {
  if (rule.by === 'fixed') return rule.split;
  // Drawn at the end, when all labels are known.
  if (rule.by === 'random') return 'pool';
  return splitName === null ? null : parseSplit(splitName);
}

function printable({ name, code, reason }: Rejection): Rejection {
  const clean = (text: string) => text.replace(CONTROL_CHARACTERS, '\ufffd');
  return { name: clean(name).slice(0, 300), code, reason: clean(reason).slice(0, 500) };
}
