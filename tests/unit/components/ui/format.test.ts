import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatMoney,
  formatNumber,
  formatPercent,
  formatPercentRange,
  formatQuantity,
  formatRate,
} from '@/components/ui/format';

/** Numbers and units are held together by a no-break space; the tests read it as a space. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('numbers', () => {
  it('groups thousands', () => {
    expect(formatCount(60_000)).toBe('60,000');
    expect(formatQuantity(1, 'label')).toBe('1 label');
    expect(formatQuantity(2000, 'class', 'classes')).toBe('2,000 classes');
  });

  it('writes shares as per cent with the range behind', () => {
    expect(plain(formatPercent(0.15734))).toBe('15.7 %');
    expect(plain(formatPercentRange({ low: 0.1501, high: 0.1599 }))).toBe('15.0–16.0 %');
  });

  it.each([
    [0, '0'],
    [0.01234, '0.0123'],
    [4.5678, '4.57'],
    [1234, '1,230'],
    [0.0000123, '1.23e-5'],
    [-3.21987, '-3.22'],
  ])('keeps three significant digits of %d', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  it('writes money with cents only where they matter', () => {
    expect(plain(formatMoney(12.5, 'EUR'))).toBe('12.50 EUR');
    expect(plain(formatMoney(12_500.4, 'USD'))).toBe('12,500 USD');
  });
});

describe('formatDuration', () => {
  it.each([
    [null, '–'],
    [2.14, '2.1 s'],
    [9.96, '10 s'],
    [59.6, '1 min 0 s'],
    [95, '1 min 35 s'],
    [7400, '2 h 3 min'],
    [3 * 86_400, '3 days'],
  ])('%s s', (seconds, text) => {
    expect(plain(formatDuration(seconds))).toBe(text);
  });
});

describe('sizes and rates', () => {
  it('steps by thousands', () => {
    expect(plain(formatBytes(999))).toBe('999 B');
    expect(plain(formatBytes(1536))).toBe('1.5 KB');
    expect(plain(formatBytes(999_999_999))).toBe('1.0 GB');
  });

  it('names the unit, and says nothing while the rate is not known', () => {
    expect(plain(formatRate(1240.4, 'images'))).toBe('1,240 images/s');
    expect(plain(formatRate(1.256, 'points'))).toBe('1.3 points/s');
    expect(formatRate(null, 'images')).toBe('–');
  });
});
