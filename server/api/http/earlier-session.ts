import { noteAuth } from '../../auth/auth-log';
import { webProcess } from '../web-process';
import { userOf } from './session';

/** A browser that signs in anew leaves no session behind that nobody sees any more. */
export async function endEarlierSession(headers: Headers): Promise<void> {
  const { container } = await webProcess();
  const earlier = await userOf(headers);
  if (!earlier?.sessionId) return;
  const { count } = await container.db.session.deleteMany({ where: { id: earlier.sessionId } });
  if (count > 0) noteAuth(container, { event: 'sessions-ended', outcome: 'done', userId: earlier.id });
}
