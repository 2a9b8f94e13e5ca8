/** `personal`: a JWT that is exchanged for short-lived ones. `legacy`: sent as it is. */
export type TokenKind = 'personal' | 'legacy';

/** Told by the token itself: a personal access token is a JWT whose payload says that it refreshes. */
export function kindOfToken(token: string): TokenKind {
  const payload = payloadOf(token);
  return payload?.token_type === 'refresh' ? 'personal' : 'legacy';
}

/** When a JWT runs out; null where it does not say. */
export function expiryOf(token: string): Date | null {
  const expiry = payloadOf(token)?.exp;
  return typeof expiry === 'number' ? new Date(expiry * 1000) : null;
}

function payloadOf(token: string): Record<string, unknown> | null {
  const parts = token.split('.');
  if (parts.length !== 3) return null;
  try {
    const payload: unknown = JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString('utf8'));
    return typeof payload === 'object' && payload !== null ? { ...payload } : null;
  } catch {
    return null;
  }
}
