import { createHash } from 'node:crypto';
import type { TextEncoding } from '@/lib/contracts/ingest';
import type { CandidateText } from './candidate';
import { withoutMailHeader } from './mail-header';
import { tooManyBytes } from './too-many-bytes';

/** A longer text is not one that a person reads to give it a label. */
export const MAX_TEXT_BYTES = 4 * 2 ** 20;

const EXCERPT_CHARACTERS = 300;

/** `utf-8` leaves out what is not; `guess` reads UTF-16 by its byte order mark and all else as Windows-1252. */
export type EncodingRule = 'utf-8' | 'guess';

export interface TextProblem {
  readonly code: 'empty' | 'too-long' | 'not-utf-8' | 'nul-bytes';
  readonly reason: string;
}

export interface ExaminedText {
  readonly content: CandidateText;
  /** sha256 of the text in UTF-8, so that the same words in another encoding are the same text */
  readonly contentHash: string;
}

/** Reads the bytes of a text once: what they are, how they begin, or why they are none. */
export function examineText(bytes: Buffer, rule: EncodingRule): ExaminedText | { problem: TextProblem } {
  if (bytes.length > MAX_TEXT_BYTES) {
    return { problem: { code: 'too-long', reason: tooManyBytes(bytes.length, MAX_TEXT_BYTES) } };
  }
  const decoded = decodeText(bytes, rule);
  if (!decoded) return { problem: { code: 'not-utf-8', reason: 'Its bytes are not UTF-8.' } };
  const { text, encoding } = decoded;
  if (text.includes('\0')) {
    return { problem: { code: 'nul-bytes', reason: 'It holds NUL characters, as binary files do.' } };
  }
  const excerpt = excerptOf(withoutMailHeader(text));
  if (excerpt === '') return { problem: { code: 'empty', reason: 'It holds nothing but spaces.' } };
  const unchanged = encoding === 'utf-8' && !startsWithMark(bytes);
  const utf8 = unchanged ? bytes : Buffer.from(text);
  return {
    content: { kind: 'text', bytes: utf8, excerpt, characters: text.length, encoding },
    contentHash: createHash('sha256').update(utf8).digest('hex'),
  };
}

function decodeText(bytes: Buffer, rule: EncodingRule): { text: string; encoding: TextEncoding } | null {
  const utf8 = tryDecode(bytes, 'utf-8');
  if (utf8 !== null) return { text: utf8, encoding: 'utf-8' };
  if (rule === 'utf-8') return null;
  const mark = bytes.toString('latin1', 0, 2);
  const wide = mark === '\xff\xfe' ? 'utf-16le' : mark === '\xfe\xff' ? 'utf-16be' : null;
  const utf16 = wide && tryDecode(bytes, wide);
  if (utf16 !== null) return { text: utf16, encoding: 'utf-16' };
  // What browsers and mail programs take Latin-1 for; every byte means something in it.
  return { text: decodeWindows1252(bytes), encoding: 'windows-1252' };
}

/** Characters 0x80 … 0x9f, where it differs from Latin-1. Node 20's own decoder takes one for the other. */
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

function decodeWindows1252(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replace(/[\x80-\x9f]/g, (character) => WINDOWS_1252.charAt(character.charCodeAt(0) - 0x80));
}

/** The text without its byte order mark; null where the bytes are not of this encoding. */
function tryDecode(bytes: Buffer, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function startsWithMark(bytes: Buffer): boolean {
  return bytes.toString('latin1', 0, 3) === '\xef\xbb\xbf';
}

/** The beginning as one line, never cut within a character. */
function excerptOf(text: string): string {
  // Enough of the text for an excerpt even where it begins with many spaces, without going through megabytes.
  for (let length = 8 * EXCERPT_CHARACTERS; ; length *= 8) {
    const line = text
      .slice(0, length)
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .trim();
    if (line.length >= EXCERPT_CHARACTERS || length >= text.length) {
      return line
        .slice(0, EXCERPT_CHARACTERS)
        .replace(/[\ud800-\udbff]$/, '')
        .trim();
    }
  }
}
