import { createHash, timingSafeEqual } from 'node:crypto';

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Whether this `authorization` header shows the token. */
export function showsToken(authorization: string | null | undefined, token: string): boolean {
  const shown = /^Bearer\s+(\S+)\s*$/i.exec(authorization ?? '')?.[1];
  return shown !== undefined && timingSafeEqual(digest(shown), digest(token));
}
