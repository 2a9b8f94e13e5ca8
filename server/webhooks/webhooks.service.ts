import { randomUUID } from 'node:crypto';
import { errorViewSchema } from '@/lib/contracts/job';
import { WEBHOOK_EVENTS } from '@/lib/contracts/webhook';
import type { WebhookDeliveryView, WebhookEvent, WebhookRequest, WebhookView } from '@/lib/contracts/webhook';
import { AppError } from '@/lib/errors';
import type { Container } from '../container';
import { checkUrl } from '../outgoing/guarded-request';
import { sendMessage } from './announce.service';
import { deliverWebhookJob } from './deliver-webhook.job';
import { createWebhookSecret } from './signature';
import type { DeliveryRow } from './webhooks.repository';
import {
  createWebhook,
  deleteWebhook,
  findDelivery,
  findWebhook,
  listDeliveries,
  listWebhooks,
  requeueDelivery,
  updateWebhook,
} from './webhooks.repository';

export async function listHooks(container: Container, projectId: string): Promise<WebhookView[]> {
  const webhooks = await listWebhooks(container.db, projectId);
  return webhooks.map(({ id, url, events, allowPrivate, active, createdAt }) => ({
    id,
    url,
    events: events.filter(isEvent),
    allowPrivate,
    active,
    createdAt,
  }));
}

/**
 * The secret is in the answer and, sealed, in the database.
 *
 * @throws AppError `forbidden` for an address that may not be called; names are resolved at each call
 */
export async function createHook(
  container: Container,
  input: { projectId: string; userId: string; request: WebhookRequest },
): Promise<{ id: string; secret: string }> {
  const { projectId, userId, request } = input;
  checkUrl(new URL(request.url), request.allowPrivate || container.env.allowPrivateAddresses);
  const id = randomUUID();
  const secret = createWebhookSecret();
  const sealedSecret = (await container.sealer()).seal(secret, secretPurpose(id));
  await createWebhook(container.db, { ...request, id, projectId, sealedSecret });
  container.log.info({ projectId, userId, webhookId: id }, 'webhook made');
  return { id, secret };
}

export async function updateHook(
  container: Container,
  input: { projectId: string; webhookId: string; active?: boolean; events?: WebhookEvent[] },
): Promise<void> {
  const { active, events } = input;
  const { id } = await requireHook(container, input);
  await updateWebhook(container.db, id, { active, events });
}

export async function removeHook(
  container: Container,
  input: { projectId: string; webhookId: string },
): Promise<void> {
  const { id } = await requireHook(container, input);
  await deleteWebhook(container.db, id);
}

/** A message that says nothing, to try an address out. */
export async function ping(
  container: Container,
  input: { projectId: string; webhookId: string },
): Promise<{ deliveryId: string }> {
  const { id: webhookId, projectId } = await requireHook(container, input);
  return container.db.$transaction((tx) =>
    sendMessage(container, tx, { projectId, webhookId, event: 'ping', data: { projectId } }),
  );
}

export async function listMessages(
  container: Container,
  input: { projectId: string; limit: number },
): Promise<WebhookDeliveryView[]> {
  return (await listDeliveries(container.db, input)).map(toView);
}

/** Sends an ended message once more: the same id and body, a new time and signature. @throws AppError `conflict` while it waits */
export async function redeliver(
  container: Container,
  input: { projectId: string; deliveryId: string },
): Promise<void> {
  const { projectId, deliveryId } = input;
  const delivery = await findDelivery(container.db, deliveryId);
  if (delivery?.webhook.projectId !== projectId) {
    throw new AppError('not-found', 'There is no such delivery in this project.');
  }
  await container.db.$transaction(async (tx) => {
    if (!(await requeueDelivery(tx, deliveryId, new Date()))) {
      throw new AppError('conflict', 'This message is on its way already.', 'Wait until its attempts ended.');
    }
    await container.jobs.enqueue(deliverWebhookJob, { projectId, payload: { deliveryId }, tx });
  });
}

/** Ties a sealed secret to its webhook: copied into another row, it does not open. */
export function secretPurpose(webhookId: string): string {
  return `webhook secret ${webhookId}`;
}

async function requireHook(container: Container, input: { projectId: string; webhookId: string }) {
  const webhook = await findWebhook(container.db, input.projectId, input.webhookId);
  if (webhook) return webhook;
  throw new AppError('not-found', 'There is no such webhook in this project.');
}

function isEvent(name: string): name is WebhookEvent {
  return (WEBHOOK_EVENTS as readonly string[]).includes(name);
}

function toView({ webhook, error, ...delivery }: DeliveryRow): WebhookDeliveryView {
  const { id, event, body, state, attempts, status, attemptedAt, nextAt, createdAt } = delivery;
  return {
    id,
    url: webhook.url,
    event,
    body,
    state,
    attempts,
    status,
    error: errorViewSchema.nullable().catch(null).parse(error),
    attemptedAt,
    nextAt,
    createdAt,
  };
}
