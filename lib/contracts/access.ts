import type { Role } from './project';

/**
 * What a procedure or route asks of a member. Roles are no ladder: an annotator labels and does not look around, a viewer
 * looks around and does not label. `member` is what all of them need.
 */
export const ACCESSES = ['member', 'viewer', 'annotator', 'lead', 'owner'] as const;
export type Access = (typeof ACCESSES)[number];

const ALLOWED: Record<Access, readonly Role[]> = {
  member: ['owner', 'lead', 'annotator', 'viewer'],
  viewer: ['owner', 'lead', 'viewer'],
  annotator: ['owner', 'lead', 'annotator'],
  lead: ['owner', 'lead'],
  owner: ['owner'],
};

/** Whether somebody with the role `held` may do what asks for `needed`. */
export function roleAllows(held: Role, needed: Access): boolean {
  return ALLOWED[needed].includes(held);
}
