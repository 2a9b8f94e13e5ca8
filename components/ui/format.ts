/** How numbers are written, everywhere. The locale is fixed, so that server and browser write the same. */
const LOCALE = 'en';
const MISSING = '–';
/** A number and its unit stay on one line. */
const NO_BREAK = '\u00a0';

const integer = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });

/** 60000 → "60,000" */
export function formatCount(value: number): string {
  return integer.format(value);
}

/** 0.15734 → "15.7 %". More digits only where the number is known that well. */
export function formatPercent(share: number, digits = 1): string {
  return `${(share * 100).toFixed(digits)}${NO_BREAK}%`;
}

/** {low: .15, high: .16} → "15.0–16.0 %" */
export function formatPercentRange(
  range: { readonly low: number; readonly high: number },
  digits = 1,
): string {
  return `${(range.low * 100).toFixed(digits)}–${(range.high * 100).toFixed(digits)}${NO_BREAK}%`;
}

/** Three significant digits, without an exponent where it can be avoided: 0.0123, 4.56, 1,230. */
export function formatNumber(value: number, significantDigits = 3): string {
  if (value !== 0 && (Math.abs(value) < 1e-4 || Math.abs(value) >= 1e9)) {
    return value.toExponential(significantDigits - 1);
  }
  return new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: significantDigits }).format(value);
}

/** 95 → "1 min 35 s"; 7400 → "2 h 3 min". Below 10 s with one decimal. */
export function formatDuration(seconds: number | null): string {
  if (seconds === null || !Number.isFinite(seconds)) return MISSING;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return `${Math.round(minutes / 60 / 24)} days`;
}

/** 1536 → "1.5 KB" (steps of 1,000, as disks are sold). */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`;
}

/** "1,240 images/s" */
export function formatRate(perSecond: number | null, unit: string): string {
  if (perSecond === null || !Number.isFinite(perSecond)) return MISSING;
  const value = perSecond >= 100 ? formatCount(perSecond) : formatNumber(perSecond, 2);
  return `${value} ${unit}/s`;
}

/** An amount in a currency of three letters; an unknown one is written as it stands. */
export function formatMoney(amount: number, currency: string): string {
  const digits = Math.abs(amount) >= 1000 ? 0 : 2;
  return `${new Intl.NumberFormat(LOCALE, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(amount)}${NO_BREAK}${currency}`;
}

/** "1 label", "2,000 labels" */
export function formatQuantity(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}

const moment = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' });

/** "Nov 21, 2026, 14:05", in the reader's time zone: render it from queried data only, not in server HTML. */
export function formatMoment(date: Date): string {
  return moment.format(date);
}
