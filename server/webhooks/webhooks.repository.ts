import type { ErrorView, WorkState } from '@/lib/contracts/job';
import type { DatabaseClient } from '../db/client';
import { Prisma } from '../db/generated/client';
import type { Webhook, WebhookDelivery } from '../db/generated/client';
import { toJson } from '../db/json';

export async function createWebhook(
  db: DatabaseClient,
  data: {
    id: string;
    projectId: string;
    url: string;
    events: string[];
    sealedSecret: string;
    allowPrivate: boolean;
  },
): Promise<void> {
  await db.webhook.create({ data });
}

/** The newest first. */
export async function listWebhooks(db: DatabaseClient, projectId: string): Promise<Webhook[]> {
  return db.webhook.findMany({ where: { projectId }, orderBy: { createdAt: 'desc' } });
}

export async function findWebhook(
  db: DatabaseClient,
  projectId: string,
  webhookId: string,
): Promise<Webhook | null> {
  return db.webhook.findFirst({ where: { id: webhookId, projectId } });
}

/** Ids of those that want to hear of an event now. */
export async function findListening(db: DatabaseClient, projectId: string, event: string): Promise<string[]> {
  const webhooks = await db.webhook.findMany({
    where: { projectId, active: true, events: { has: event } },
    select: { id: true },
  });
  return webhooks.map(({ id }) => id);
}

export async function updateWebhook(
  db: DatabaseClient,
  webhookId: string,
  data: { active?: boolean; events?: string[] },
): Promise<void> {
  await db.webhook.updateMany({ where: { id: webhookId }, data });
}

export async function deleteWebhook(db: DatabaseClient, webhookId: string): Promise<void> {
  await db.webhook.deleteMany({ where: { id: webhookId } });
}

export async function createDelivery(
  tx: DatabaseClient,
  data: { webhookId: string; event: string; body: string; nextAt: Date },
): Promise<{ id: string }> {
  return tx.webhookDelivery.create({ data, select: { id: true } });
}

export type DeliveryRow = WebhookDelivery & { webhook: Webhook };

/** The newest first, with their webhooks. */
export async function listDeliveries(
  db: DatabaseClient,
  input: { projectId: string; limit: number },
): Promise<DeliveryRow[]> {
  return db.webhookDelivery.findMany({
    where: { webhook: { projectId: input.projectId } },
    include: { webhook: true },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: input.limit,
  });
}

export async function findDelivery(db: DatabaseClient, deliveryId: string): Promise<DeliveryRow | null> {
  return db.webhookDelivery.findUnique({ where: { id: deliveryId }, include: { webhook: true } });
}

/** From ended to waiting again; false where it waits already. */
export async function requeueDelivery(db: DatabaseClient, deliveryId: string, at: Date): Promise<boolean> {
  const { count } = await db.webhookDelivery.updateMany({
    where: { id: deliveryId, state: { in: ['done', 'failed', 'cancelled'] } },
    data: { state: 'queued', attempts: 0, nextAt: at },
  });
  return count > 0;
}

/** What came of an attempt. */
export async function recordAttempt(
  db: DatabaseClient,
  deliveryId: string,
  attempt: {
    state: WorkState;
    attempts: number;
    status: number | null;
    error: ErrorView | null;
    attemptedAt: Date;
    nextAt: Date | null;
  },
): Promise<void> {
  const error = attempt.error === null ? Prisma.DbNull : toJson(attempt.error);
  await db.webhookDelivery.updateMany({ where: { id: deliveryId }, data: { ...attempt, error } });
}

/** Ends what still waits. */
export async function abandonDelivery(
  db: DatabaseClient,
  deliveryId: string,
  error: ErrorView,
): Promise<void> {
  await db.webhookDelivery.updateMany({
    where: { id: deliveryId, state: 'queued' },
    data: { state: 'failed', nextAt: null, error: toJson(error) },
  });
}
