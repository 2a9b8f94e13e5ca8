import type { Container } from '../../container';
import { listDueConnections } from './open-batches.repository';
import { requestSync } from './request-sync.service';

const MINUTE_MS = 60_000;

/** The platform is asked so often whether batches under way have new answers: events get lost. */
const WITH_EVENTS_MS = 10 * MINUTE_MS;
const WITHOUT_EVENTS_MS = MINUTE_MS;

/** Asks for a sync of every connection that was not asked for too long. Any number of workers may do so. */
export async function pollPlatforms(container: Container, now: Date): Promise<void> {
  const due = await listDueConnections(container.db, {
    hooked: new Date(now.getTime() - WITH_EVENTS_MS),
    unhooked: new Date(now.getTime() - WITHOUT_EVENTS_MS),
  });
  for (const { id } of due) {
    await container.db.$transaction((tx) => requestSync(container, tx, id, 'open'));
  }
}
