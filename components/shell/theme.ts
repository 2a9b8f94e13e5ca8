export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const COOKIE = 'winnow-theme';
/** Browsers take such a name over https only, and from this host only. */
const SECURE_COOKIE = `__Host-${COOKIE}`;

/** What a browser is told to keep; nothing for `system`. */
export function themeCookie(theme: Theme, { secure }: { readonly secure: boolean }): string {
  const seconds = theme === 'system' ? 0 : 31_536_000;
  const name = secure ? SECURE_COOKIE : COOKIE;
  return `${name}=${theme}; path=/; max-age=${seconds}; samesite=lax${secure ? '; secure' : ''}`;
}

/** @param cookie the value of the cookie of that name */
export function chosenTheme(cookie: (name: string) => string | undefined): Theme {
  const text = cookie(SECURE_COOKIE) ?? cookie(COOKIE);
  return text === 'light' || text === 'dark' ? text : 'system';
}
