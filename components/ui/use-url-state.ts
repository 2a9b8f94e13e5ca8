'use client';

import { useCallback } from 'react';
import { useSearchParams } from 'next/navigation';
import { searchWith, type UrlValue } from './search-with';

interface UrlState {
  /** The value in the URL, or null. */
  readonly get: (key: string) => string | null;
  /** A number from the URL; null where it is missing or none. */
  readonly getNumber: (key: string) => number | null;
  /** Sets several at once; null takes one out. Replaces the history entry unless `push`. */
  readonly set: (values: Readonly<Record<string, UrlValue>>, history?: 'replace' | 'push') => void;
}

/** What a page shows stands in its URL, so that it can be linked. Changes do not ask the server for the page again. */
export function useUrlState(): UrlState {
  const params = useSearchParams();
  const get = useCallback((key: string) => params.get(key), [params]);
  const getNumber = useCallback(
    (key: string) => {
      const text = params.get(key);
      const value = text === null || text.trim() === '' ? NaN : Number(text);
      return Number.isFinite(value) ? value : null;
    },
    [params],
  );
  const set = useCallback<UrlState['set']>((values, history = 'replace') => {
    const next = window.location.pathname + searchWith(window.location.search, values) + window.location.hash;
    if (history === 'push') window.history.pushState(null, '', next);
    else window.history.replaceState(null, '', next);
  }, []);
  return { get, getNumber, set };
}
