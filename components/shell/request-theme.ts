import { cookies } from 'next/headers';
import { chosenTheme, type Theme } from './theme';

/** What the browser that asks for a page has chosen. */
export async function requestTheme(): Promise<Theme> {
  const kept = await cookies();
  return chosenTheme((name) => kept.get(name)?.value);
}
