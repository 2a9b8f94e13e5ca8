import { z } from 'zod';
import { emailSchema, personNameSchema } from './account';
import { ROLES, type Role } from './project';

export const memberRequestSchema = z.object({
  email: emailSchema,
  name: personNameSchema,
  role: z.enum(ROLES),
});
export type MemberRequest = z.infer<typeof memberRequestSchema>;

export const ROLE_INFO: Record<Role, { readonly title: string; readonly description: string }> = {
  owner: { title: 'Owner', description: 'Everything: people, keys, connections and deleting too.' },
  lead: { title: 'Lead', description: 'Everything but people, keys, connections and deleting.' },
  annotator: { title: 'Annotator', description: 'Labels what is handed out, and sees own numbers.' },
  viewer: { title: 'Viewer', description: 'Sees everything and changes nothing.' },
};

export interface MemberView {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly addedAt: Date;
  /** to a few minutes; null before the first sign-in */
  readonly lastSeenAt: Date | null;
  readonly hasPassword: boolean;
  readonly isYou: boolean;
  /** whether you may make this person a link to choose a password */
  readonly mayLink: boolean;
}

export interface AddedMember {
  readonly userId: string;
  /** to choose a password; null where the account was there already */
  readonly link: string | null;
}
