import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { AppError } from '@/lib/errors';
import type { Container } from '../container';
import { keptSecret } from '../kept-secret';

const VERSION = 'v1';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Keeps secrets of other systems where a copy of the database does not give them away: AES-256-GCM. */
export interface Sealer {
  /** `purpose` says what the text is for; it opens only with the same one. */
  seal(text: string, purpose: string): string;
  /** @throws AppError `unavailable` where the key is another one, or the text was changed */
  open(sealed: string, purpose: string): string;
}

/** The key is given by WINNOW_SECRET_KEY, or made once and kept. */
export async function openSealer(container: Pick<Container, 'env' | 'blobs' | 'db'>): Promise<Sealer> {
  return createSealer(container.env.secretKey ?? (await keptSecret(container, 'secret-key')));
}

export function createSealer(secret: string): Sealer {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'winnow sealed text', 32));
  return {
    seal(text, purpose) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(purpose));
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return `${VERSION}.${Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')}`;
    },
    open(sealed, purpose) {
      const bytes = Buffer.from(sealed.slice(VERSION.length + 1), 'base64url');
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), {
          authTagLength: TAG_BYTES,
        });
        decipher.setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
        const text = decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES));
        return Buffer.concat([text, decipher.final()]).toString('utf8');
      } catch (cause) {
        throw new AppError(
          'unavailable',
          'A stored secret cannot be read with the key of this server.',
          'Set WINNOW_SECRET_KEY to the key that it was stored with (or put the file “secret-key” back), or connect again.',
          { cause },
        );
      }
    },
  };
}
