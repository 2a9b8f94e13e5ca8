import type { WebhookData, WebhookEvent } from '@/lib/contracts/webhook';
import type { Container } from '../container';
import type { DatabaseClient } from '../db/client';
import { deliverWebhookJob } from './deliver-webhook.job';
import { createDelivery, findListening } from './webhooks.repository';

/**
 * Tells all addresses of a project that listen to an event, in the transaction of what happened: where it does not
 * happen nothing is sent, and where it does the message is not lost.
 */
export async function announce<Event extends WebhookEvent>(
  container: Container,
  tx: DatabaseClient,
  event: Event,
  data: WebhookData[Event],
): Promise<void> {
  for (const webhookId of await findListening(tx, data.projectId, event)) {
    await sendMessage(container, tx, { projectId: data.projectId, webhookId, event, data });
  }
}

/** One message to one address, whether or not it listens. */
export async function sendMessage(
  container: Container,
  tx: DatabaseClient,
  message: { projectId: string; webhookId: string; event: string; data: object },
): Promise<{ deliveryId: string }> {
  const { projectId, webhookId, event, data } = message;
  const now = new Date();
  const body = JSON.stringify({ type: event, timestamp: now.toISOString(), data });
  const { id: deliveryId } = await createDelivery(tx, { webhookId, event, body, nextAt: now });
  await container.jobs.enqueue(deliverWebhookJob, { projectId, payload: { deliveryId }, tx });
  return { deliveryId };
}
