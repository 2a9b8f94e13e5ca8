import { AppError } from '@/lib/errors';

/** Deeper than any input of Winnow's, shallower than what brings down whoever walks it by calling itself. */
const MAXIMUM_DEPTH = 64;

/**
 * JSON that somebody sent.
 *
 * @throws AppError `bad-input` for what is no JSON, for nesting without end, and for a key `__proto__`, which changes
 * what an object is where it is copied
 */
export function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new AppError('bad-input', 'The body is not JSON.', 'Send JSON.');
  }
  checkJson(value);
  return value;
}

function checkJson(value: unknown): void {
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
      if (typeof one !== 'object' || one === null) continue;
      if (Object.hasOwn(one, '__proto__')) {
        throw new AppError('bad-input', 'The JSON has a key “__proto__”.', 'Leave it out.');
      }
      for (const child of Object.values(one)) if (typeof child === 'object') below.push(child);
    }
    level = below;
  }
}
