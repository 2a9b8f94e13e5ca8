import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A secret that nobody guesses: 256 random bits, in letters that URLs and headers take. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a secret. It is random, so that one round of SHA-256 is enough. */
export function hashOfSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Takes as long for a wrong secret as for the right one. False where there is none. */
export function isSecret(given: string, hash: string | null): boolean {
  const expected = Buffer.from(hash ?? hashOfSecret(''), 'hex');
  return timingSafeEqual(Buffer.from(hashOfSecret(given), 'hex'), expected) && hash !== null;
}
