import type { OwnNumbers } from '@/lib/contracts/labeling';
import type { Container } from '../container';
import { findBreakSeconds } from './break-seconds.repository';
import { countOwnAnswers } from './own-numbers.repository';

/** What somebody has done in a project; `dayBegan` is when today began where they are, else it is a day of UTC. */
export async function ownNumbers(
  container: Container,
  userId: string,
  input: { projectId: string; dayBegan?: string },
): Promise<OwnNumbers> {
  const { projectId, dayBegan = `${new Date().toISOString().slice(0, 10)}T00:00:00Z` } = input;
  const { breakSeconds } = await findBreakSeconds(container.db, projectId);
  return countOwnAnswers(container.db, { projectId, userId, dayBegan, breakSeconds });
}
