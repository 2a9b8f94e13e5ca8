/** A range of grams' lengths, both ends included. */
export interface GramLengths {
  readonly shortest: number;
  readonly longest: number;
}

/** Takes a gram as its UTF-8 bytes, from `start` up to and without `end`. */
export type GramVisitor = (bytes: Uint8Array, start: number, end: number) => void;

const encoder = new TextEncoder();

/**
 * Visits the word n-grams of a text: runs of two or more letters, digits or underscores, in lower case, and so many of them
 * in a row, joined by one space. The words of scikit-learn's default token pattern `(?u)\b\w\w+\b`.
 *
 * @remarks O(characters × lengths); order of the text.
 */
export function visitWordGrams(text: string, lengths: GramLengths, visit: GramVisitor): void {
  const words = text.toLowerCase().match(/[\p{L}\p{N}_]{2,}/gu) ?? [];
  const bytes = encoder.encode(words.join(' '));
  const starts = new Int32Array(words.length + 1);
  let word = 0;
  for (let at = 0; at < bytes.length; at++) if (bytes[at] === SPACE) starts[++word] = at + 1;
  starts[words.length] = bytes.length + 1;
  for (let first = 0; first < words.length; first++) {
    for (let length = lengths.shortest; length <= lengths.longest; length++) {
      if (first + length > words.length) break;
      visit(bytes, starts[first] as number, (starts[first + length] as number) - 1);
    }
  }
}

/**
 * Visits the character n-grams within words: each word in lower case with a space before and behind it, cut into runs of so
 * many characters; a word shorter than that is one gram, once. As scikit-learn's analyzer `char_wb`.
 *
 * @remarks O(characters × lengths); order of the text.
 */
export function visitCharacterGrams(text: string, lengths: GramLengths, visit: GramVisitor): void {
  const words = text.toLowerCase().match(/\S+/gu);
  if (!words) return;
  const bytes = encoder.encode(` ${words.join(' ')} `);
  const characterStarts: number[] = [];
  for (let at = 0; at < bytes.length; at++) {
    if (!isContinuation(bytes[at] as number)) characterStarts.push(at);
  }
  characterStarts.push(bytes.length);
  let first = 0;
  for (let space = 1; space < characterStarts.length - 1; space++) {
    if (bytes[characterStarts[space] as number] !== SPACE) continue;
    // Characters first … space, both of them spaces, are one padded word; the next one begins with this space.
    visitPaddedWord(bytes, characterStarts, first, space + 1, lengths, visit);
    first = space;
  }
}

function visitPaddedWord(
  bytes: Uint8Array,
  starts: readonly number[],
  first: number,
  end: number,
  { shortest, longest }: GramLengths,
  visit: GramVisitor,
): void {
  for (let length = shortest; length <= longest; length++) {
    const last = Math.max(first, end - length);
    for (let from = first; from <= last; from++) {
      visit(bytes, starts[from] as number, starts[Math.min(end, from + length)] as number);
    }
    // The whole word was one gram: longer ones are the same.
    if (last === first) return;
  }
}

const SPACE = 32;

function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}
