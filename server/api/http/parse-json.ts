import { AppError } from '@/lib/errors';

/** Deeper than any input of Winnow's, shallower than what brings down whoever walks it by calling itself. */
const MAXIMUM_DEPTH = 64;

/**
 * JSON that somebody sent.
 *
 * @param kept whether its texts may come into the database
 * @throws AppError `bad-input` for what is no JSON, for nesting without end, for a key `__proto__`, which changes what an
 * object is where it is copied, and for texts that no database keeps as they are
 */
export function parseJson(text: string, { kept = false }: { readonly kept?: boolean } = {}): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new AppError('bad-input', 'The body is not JSON.', 'Send JSON.');
  }
  checkJson(value, kept);
  return value;
}

/** NUL ends a text for PostgreSQL, and half a character is none. */
const NOT_KEPT = /\0|\p{Surrogate}/u;

/** @throws AppError `bad-input` */
export function checkText(text: string): void {
  if (!NOT_KEPT.test(text)) return;
  throw new AppError('bad-input', 'A text holds NUL or half a character.', 'Leave it out.');
}

function checkJson(value: unknown, kept: boolean): void {
  let level = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAXIMUM_DEPTH) {
      throw new AppError(
        'bad-input',
        `The JSON is nested more than ${MAXIMUM_DEPTH} deep.`,
        'Nest it less deep.',
      );
    }
    const below: unknown[] = [];
    for (const one of level) {
      if (kept && typeof one === 'string') checkText(one);
      if (typeof one !== 'object' || one === null) continue;
      if (Object.hasOwn(one, '__proto__')) {
        throw new AppError('bad-input', 'The JSON has a key “__proto__”.', 'Leave it out.');
      }
      for (const child of Object.values(one)) {
        if (typeof child === 'object' || typeof child === 'string') below.push(child);
      }
    }
    level = below;
  }
}
