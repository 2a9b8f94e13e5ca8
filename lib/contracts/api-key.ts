import { z } from 'zod';
import type { Access } from './access';

/** What a program may do; each may do all that the ones before it may. */
export const API_SCOPES = ['read', 'annotate', 'manage'] as const;
export type ApiScope = (typeof API_SCOPES)[number];

export const API_SCOPE_INFO: Record<ApiScope, string> = {
  read: 'See everything of this project.',
  annotate: 'Read, and answer batches.',
  manage: 'Annotate, and start everything that a lead may start.',
};

const ALLOWED: Record<ApiScope, readonly Access[]> = {
  read: ['member', 'viewer'],
  annotate: ['member', 'viewer', 'annotator'],
  manage: ['member', 'viewer', 'annotator', 'lead'],
};

/**
 * Whether a key of this scope may do what asks for `needed`; what its maker may not, it may not either. Unlike an
 * annotator, a program that labels also reads: it has no screen that hands it what it needs. A key never is an owner:
 * keys, connections, people and deleting stay with people.
 */
export function scopeAllows(scope: ApiScope, needed: Access): boolean {
  return ALLOWED[scope].includes(needed);
}

export const apiKeyRequestSchema = z.object({
  name: z.string().trim().min(1, 'A key needs a name.').max(80),
  scope: z.enum(API_SCOPES),
  /** null: works until it is revoked */
  expiresInDays: z.number().int().min(1).max(3650).nullable().default(null),
});
export type ApiKeyRequest = z.infer<typeof apiKeyRequestSchema>;

export type ApiKeyState = 'works' | 'expired' | 'revoked';

export interface ApiKeyView {
  readonly id: string;
  readonly name: string;
  readonly scope: ApiScope;
  /** how the key ends, so that people tell theirs apart */
  readonly ending: string;
  /** who made it: the key acts as them */
  readonly userName: string;
  readonly createdAt: Date;
  /** to the minute; null before the first use */
  readonly lastUsedAt: Date | null;
  /** null: works until it is revoked */
  readonly expiresAt: Date | null;
  readonly state: ApiKeyState;
}
