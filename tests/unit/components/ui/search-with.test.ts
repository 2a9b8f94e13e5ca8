import { describe, expect, it } from 'vitest';
import { searchWith } from '@/components/ui/search-with';

describe('searchWith', () => {
  it('sets and takes out, and leaves the rest', () => {
    expect(searchWith('?split=pool&offset=96', { offset: null, label: 3 })).toBe('?split=pool&label=3');
  });

  it('leaves no lone question mark', () => {
    expect(searchWith('?search=x', { search: '' })).toBe('');
  });

  it('escapes what stands in a value', () => {
    const search = searchWith('', { search: 'a&b=c #1' });
    expect(new URLSearchParams(search).get('search')).toBe('a&b=c #1');
    expect([...new URLSearchParams(search).keys()]).toEqual(['search']);
  });
});
