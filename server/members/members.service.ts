import { randomUUID } from 'node:crypto';
import { roleAllows } from '@/lib/contracts/access';
import type { AddedMember, MemberRequest, MemberView } from '@/lib/contracts/member';
import type { Role } from '@/lib/contracts/project';
import { AppError } from '@/lib/errors';
import type { SessionUser } from '../api/trpc';
import { authSecret } from '../auth/auth-secret';
import { createPasswordLink, voidPasswordLinks } from '../auth/links';
import type { Container } from '../container';
import type { DatabaseClient } from '../db/client';
import { freeLeases, listMembers, lockMembers, requireOtherOwner } from './members.repository';

interface MemberInput {
  readonly projectId: string;
  readonly userId: string;
}

export async function members(
  container: Container,
  asker: SessionUser,
  projectId: string,
): Promise<MemberView[]> {
  const { db, env } = container;
  return listMembers(db, { projectId, askerId: asker.id, ownerEmail: env.ownerEmail });
}

/**
 * An account is made where there is none, with a link to choose its password. Somebody who has one sees the project from
 * now on; their name stays as they have it.
 *
 * @throws AppError `conflict` for who is a member already
 */
export async function addMember(
  container: Container,
  { projectId, email, name, role }: MemberRequest & { readonly projectId: string },
): Promise<AddedMember> {
  const { db } = container;
  const { user, isNew } = await db.$transaction(async (tx) => {
    const made = await tx.user.createMany({
      data: [{ id: randomUUID(), email, name }],
      skipDuplicates: true,
    });
    const account = await tx.user.findUniqueOrThrow({ where: { email } });
    await lockMembers(tx, projectId);
    const membership = { projectId, userId: account.id };
    if (await tx.membership.findUnique({ where: { projectId_userId: membership } })) {
      throw new AppError(
        'conflict',
        `${email} belongs to this project already.`,
        'Change the role in the list.',
      );
    }
    await tx.membership.create({ data: { ...membership, role } });
    // A link that another owner asked for may reach no further than it did then.
    if (made.count === 0 && (await hasPassword(tx, account.id))) await voidPasswordLinks(tx, account.id);
    return { user: account, isNew: made.count === 1 };
  });
  return { userId: user.id, link: isNew ? await linkFor(container, user) : null };
}

/** Who can label no more gives back what was handed out. @throws AppError `not-found`, `conflict` for the last owner */
export async function changeRole(
  container: Container,
  { role, ...member }: MemberInput & { readonly role: Role },
): Promise<void> {
  await container.db.$transaction(async (tx) => {
    await lockMembers(tx, member.projectId);
    await requireMembership(tx, member);
    if (role !== 'owner') await requireOtherOwner(tx, member);
    await tx.membership.update({ where: { projectId_userId: member }, data: { role } });
    if (!roleAllows(role, 'annotator')) await freeLeases(tx, member);
  });
}

/** Their answers stay. @throws AppError `not-found`, `conflict` for the last owner */
export async function removeMember(container: Container, member: MemberInput): Promise<void> {
  await container.db.$transaction(async (tx) => {
    await lockMembers(tx, member.projectId);
    await requireMembership(tx, member);
    await requireOtherOwner(tx, member);
    await tx.membership.delete({ where: { projectId_userId: member } });
    await freeLeases(tx, member);
  });
}

/**
 * A link to choose another password. It hands the account to whoever holds it, so that only somebody who owns every
 * project of the account may have it (docs/decisions/0016-accounts-and-roles.md).
 *
 * @throws AppError `not-found`, `forbidden`
 */
export async function createMemberLink(
  container: Container,
  asker: SessionUser,
  { projectId, userId }: MemberInput,
): Promise<{ link: string }> {
  const member = (await members(container, asker, projectId)).find((one) => one.userId === userId);
  if (!member) throw noMember();
  if (member.isYou) {
    throw new AppError('forbidden', 'This is your own account.', 'Change your password on the page Account.');
  }
  if (!member.mayLink) {
    throw new AppError(
      'forbidden',
      `${member.name} also has access that is not yours to give.`,
      'Whoever runs this Winnow makes the link: winnow password-link EMAIL.',
    );
  }
  return { link: await linkFor(container, { id: userId, email: member.email }) };
}

async function linkFor(container: Container, user: { id: string; email: string }): Promise<string> {
  const { db, env } = container;
  return createPasswordLink({ db, secret: await authSecret(container), url: env.url }, user);
}

async function hasPassword(tx: DatabaseClient, userId: string): Promise<boolean> {
  return (await tx.account.count({ where: { userId, password: { not: null } } })) > 0;
}

async function requireMembership(tx: DatabaseClient, member: MemberInput): Promise<void> {
  if (!(await tx.membership.findUnique({ where: { projectId_userId: member } }))) throw noMember();
}

function noMember(): AppError {
  return new AppError('not-found', 'This person does not belong to the project.', 'Look at the list again.');
}
