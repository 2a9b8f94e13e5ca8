import type { Container } from '../../container';
import { isSecret } from '../../secret-hash';
import type { PlatformChange } from '../annotation-platform';
import type { PlatformConnection } from '../platforms.repository';
import { findConnectionById, updateConnection } from '../platforms.repository';
import { platformByName } from '../registry';
import { addEvents } from './events.repository';
import { requestSync } from './request-sync.service';

/** More of them at once are as quickly asked about by asking about all. */
const MAXIMUM_TASKS = 1000;

/** The connection whose secret this is; null for any other, whatever is wrong with it. */
export async function connectionOfSecret(
  container: Container,
  connectionId: string,
  secret: string,
): Promise<PlatformConnection | null> {
  const connection = await findConnectionById(container.db, connectionId);
  return isSecret(secret, connection?.hookSecretHash ?? null) ? connection : null;
}

/**
 * Notes what an event says has changed, and leaves the rest to a job: the platform waits for an answer for one second and
 * never repeats an event. The same event twice makes Winnow ask twice, and nothing else.
 *
 * @param body undefined where it was too long to read: anything may have changed
 * @returns whether it meant anything here
 */
export async function hear(
  container: Container,
  connection: PlatformConnection,
  body: unknown,
): Promise<boolean> {
  const everything: PlatformChange = { tasks: null, trains: false };
  const adapter = platformByName(connection.platform);
  const change = body === undefined ? everything : adapter.readEvent(body, connection.externalProject);
  if (!change) return false;
  await container.db.$transaction(async (tx) => {
    // Before the classes are confirmed no answer can be taken over; the pull that follows takes all of them.
    if (connection.classes !== null) {
      await requestSync(container, tx, connection.id, 'events');
      await addEvents(tx, connection.id, eventsOf(change));
    }
    await updateConnection(tx, connection.id, { heardAt: new Date() });
  });
  return true;
}

function eventsOf({ tasks, trains }: PlatformChange): { taskId: string | null; train: boolean }[] {
  if (trains || tasks === null || tasks.length > MAXIMUM_TASKS) return [{ taskId: null, train: trains }];
  return tasks.map((taskId) => ({ taskId, train: false }));
}
