'use client';

import { useCallback, useState } from 'react';
import { useSearchParams } from 'next/navigation';
import { searchWith, type UrlValue } from './search-with';

type Values = Readonly<Record<string, UrlValue>>;

interface UrlState {
  /** The value in the URL, or null. */
  readonly get: (key: string) => string | null;
  /** A number from the URL; null where it is missing or none. */
  readonly getNumber: (key: string) => number | null;
  /** Sets several at once; null takes one out. Replaces the history entry unless `push`. */
  readonly set: (values: Values, history?: 'replace' | 'push') => void;
}

/**
 * What a page shows stands in its URL, so that it can be linked. Changes do not ask the server for the page again.
 *
 * The router tells of a change a moment later; until then the values that were set are kept beside it. Without that,
 * letters typed fast into a field would be lost, and a slider moved by key would count from its old place.
 */
export function useUrlState(): UrlState {
  const params = useSearchParams();
  const [ahead, setAhead] = useState<Values>({});
  const keys = Object.keys(ahead);
  if (keys.length > 0 && keys.every((key) => params.get(key) === textOf(ahead[key]))) setAhead({});

  const get = useCallback(
    (key: string) => (key in ahead ? textOf(ahead[key]) : params.get(key)),
    [params, ahead],
  );
  const getNumber = useCallback(
    (key: string) => {
      const text = get(key);
      const value = text === null || text.trim() === '' ? NaN : Number(text);
      return Number.isFinite(value) ? value : null;
    },
    [get],
  );
  const set = useCallback<UrlState['set']>((values, history = 'replace') => {
    const next = window.location.pathname + searchWith(window.location.search, values) + window.location.hash;
    if (history === 'push') window.history.pushState(null, '', next);
    else window.history.replaceState(null, '', next);
    setAhead((before) => ({ ...before, ...values }));
  }, []);
  return { get, getNumber, set };
}

/** As `searchWith` writes it: nothing and the empty text are taken out. */
function textOf(value: UrlValue | undefined): string | null {
  return value === undefined || value === null || value === '' ? null : String(value);
}
