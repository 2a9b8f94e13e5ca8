/** An end of a range; null = never, however many. */
export type RangeEnd = number | null;

const NO_BREAK = '\u00a0';

/** 0.12 → "12 %", 0.1234 → "12.3 %" */
export function shareWords(share: number): string {
  return `${Number((share * 100).toFixed(1))}${NO_BREAK}%`;
}

/** A number to two digits, away from the other end of its range, so that ranges say no more than they know. */
export function roundedEnd(value: number, end: 'low' | 'high'): number {
  if (!Number.isFinite(value) || Math.abs(value) < 10)
    return end === 'low' ? Math.floor(value) : Math.ceil(value);
  const step = 10 ** (Math.floor(Math.log10(Math.abs(value))) - 1);
  return (end === 'low' ? Math.floor(value / step + 1e-9) : Math.ceil(value / step - 1e-9)) * step;
}

/** "between 1,900 and 3,400 labels", "at least 1,900 labels" */
export function rangeWords(low: number, high: RangeEnd, unit: string): string {
  const from = countWords(roundedEnd(low, 'low'));
  if (high === null) return `at least ${from} ${unit}`;
  const to = countWords(roundedEnd(high, 'high'));
  return from === to ? `about ${to} ${unit}` : `between ${from} and ${to} ${unit}`;
}

/** "11 to 20 EUR", "11 EUR or more" */
export function spanWords(low: number, high: RangeEnd, unit: string): string {
  const from = countWords(roundedEnd(low, 'low'));
  if (high === null) return `${from} ${unit} or more`;
  const to = countWords(roundedEnd(high, 'high'));
  return from === to ? `${to} ${unit}` : `${from} to ${to} ${unit}`;
}

/** "11 to 20 hours", "0.3 to 8 hours", "20 minutes or more" */
export function hoursWords(low: number, high: RangeEnd): string {
  if ((high ?? low) < 1.5) {
    return spanWords(low * 60, high === null ? null : high * 60, 'minutes');
  }
  if (low >= 10) return spanWords(low, high, 'hours');
  const from = (Math.floor(low * 10) / 10).toLocaleString('en');
  if (high === null) return `${from} hours or more`;
  const to = high < 10 ? Math.ceil(high * 10) / 10 : roundedEnd(high, 'high');
  return `${from} to ${to.toLocaleString('en')} hours`;
}

/** −1900 → "−1,900" */
export function countWords(count: number): string {
  return Math.round(count).toLocaleString('en').replace('-', '−');
}

/** "December 3 – 9, 2026" */
export function daysWords(from: Date, to: Date): string {
  return dayFormat.formatRange(from, to).replaceAll('\u2009', ' ');
}

const dayFormat = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' });

/** "December 3, 2026"; days are those of UTC, so that the same plan reads the same everywhere. */
export function dayWords(date: Date): string {
  return dayFormat.format(date);
}
