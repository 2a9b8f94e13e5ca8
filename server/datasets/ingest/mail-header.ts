/** A line of a mail's header, or one that goes on with the line before. */
const HEADER_LINE = /^(?:[!-9;-~]+:|[ \t]|>?From )/;
const SUBJECT = /^subject:[ \t]*(.*(?:\n[ \t].*)*)/im;
/** What every mail has; a text that begins with words and a colon is none yet. */
const ORIGIN = /^(?:received|return-path|from|message-id):/im;
/** A header longer than this is none. */
const MAX_HEADER_CHARACTERS = 50_000;

/**
 * For lists, where only the beginning of a text stands: of an e-mail its subject and body, since its first lines are the
 * names of the machines that it went through. Any other text as it is.
 */
export function withoutMailHeader(text: string): string {
  const beginning = text.slice(0, MAX_HEADER_CHARACTERS);
  const end = /\r?\n\r?\n/.exec(beginning);
  if (!end) return text;
  const header = beginning.slice(0, end.index).replaceAll('\r\n', '\n');
  if (!ORIGIN.test(header) || !header.split('\n').every((line) => HEADER_LINE.test(line))) return text;
  const subject = SUBJECT.exec(header)?.[1] ?? '';
  return `${subject}\n${text.slice(end.index + end[0].length)}`;
}
