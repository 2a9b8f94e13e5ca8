import { createHash } from 'node:crypto';

/** What Windows, shells or other programs cannot have in a name; `%` because it writes the others. */
const UNSAFE = /[\p{Cc}\p{Cs}\ufeff\u2028\u2029<>:"/\\|?*%]/gu;
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
const MAX_BYTES = 180;

/**
 * A name that can stand in any file system, is no dotfile and leads nowhere: unsafe characters as `%` and their bytes, as in
 * addresses. Different names stay different, unless they are longer than a file system takes.
 */
export function safeName(name: string): string {
  const escaped = name.replace(UNSAFE, encoded).replace(/^[. ]/, encoded).replace(/[. ]$/, encoded);
  const safe = RESERVED.test(escaped) ? `%${hex(escaped.charCodeAt(0))}${escaped.slice(1)}` : escaped;
  if (safe === '') return '%';
  return Buffer.byteLength(safe) <= MAX_BYTES ? safe : shortened(safe, name);
}

function encoded(character: string): string {
  return Array.from(Buffer.from(character), (byte) => `%${hex(byte)}`).join('');
}

function hex(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0');
}

/** Its beginning, what tells it from others, and its extension. */
function shortened(safe: string, name: string): string {
  const [extension = ''] = /\.[A-Za-z0-9]{1,8}$/.exec(safe) ?? [];
  const beginning = Array.from(safe).slice(0, 40).join('').replace(/%.?$/, '');
  return `${beginning}~${nameDigest(name)}${extension}`;
}

/** Sixteen characters that tell a name from all others of a data set. */
export function nameDigest(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 16);
}
