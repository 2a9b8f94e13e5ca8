import type { Container } from '../container';
import { createSealer } from '../platforms/sealed-text';
import { tokenPurpose } from '../platforms/open-connection.service';
import { secretPurpose } from '../webhooks/webhooks.service';
import { readSecrets } from './backup/secrets';

/** How many sealed tokens and secrets of the database the key of this machine does not open; makes no key. */
export async function unreadableSecrets({
  db,
  env,
  blobs,
}: Pick<Container, 'db' | 'env' | 'blobs'>): Promise<number> {
  const [connections, webhooks] = await Promise.all([
    db.platformConnection.findMany({ select: { id: true, sealedToken: true } }),
    db.webhook.findMany({ select: { id: true, sealedSecret: true } }),
  ]);
  const sealed = [
    ...connections.map(({ id, sealedToken }) => ({ text: sealedToken, purpose: tokenPurpose(id) })),
    ...webhooks.map(({ id, sealedSecret }) => ({ text: sealedSecret, purpose: secretPurpose(id) })),
  ];
  const key = (await readSecrets({ env, blobs }))['secret-key'];
  if (key === undefined) return sealed.length;
  const sealer = createSealer(key);
  return sealed.filter(({ text, purpose }) => {
    try {
      sealer.open(text, purpose);
      return false;
    } catch {
      return true;
    }
  }).length;
}
