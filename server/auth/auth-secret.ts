import type { Container } from '../container';
import { keptSecret } from '../kept-secret';

/** What signs sessions: given, or made once and kept. */
export async function authSecret(container: Pick<Container, 'env' | 'blobs' | 'db'>): Promise<string> {
  return container.env.secret ?? (await keptSecret(container, 'secret'));
}
