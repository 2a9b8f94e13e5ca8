import type { SessionUser } from '../api/trpc';
import { runsWinnow } from '../auth/runs-winnow';
import type { Container } from '../container';

/**
 * Whoever owns or leads a project, and whoever runs this Winnow. An account that was made for labeling opens nothing else
 * here: the owner of a project may read folders of the server, and fill its disk.
 */
export async function mayCreateProjects(container: Container, user: SessionUser): Promise<boolean> {
  if (runsWinnow(container, user)) return true;
  const where = { userId: user.id, role: { in: ['owner' as const, 'lead' as const] } };
  return (await container.db.membership.findFirst({ where })) !== null;
}
