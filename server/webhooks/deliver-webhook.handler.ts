import type { z } from 'zod';
import type { ErrorView } from '@/lib/contracts/job';
import { toAppError } from '@/lib/errors';
import type { Container } from '../container';
import type { JobHandler } from '../jobs/job';
import { guardedRequest } from '../outgoing/guarded-request';
import { deliverWebhookJob } from './deliver-webhook.job';
import { signedHeaders } from './signature';
import { abandonDelivery, findDelivery, recordAttempt } from './webhooks.repository';
import type { DeliveryRow } from './webhooks.repository';
import { secretPurpose } from './webhooks.service';

const TIMEOUT_MS = 5_000;
/** Answers are not read, beyond what keeps a receiver from holding the connection. */
const MAXIMUM_ANSWER_BYTES = 64 * 1024;
/** Waiting times between attempts: with the first one nine attempts within about 29 hours. */
const RETRY_SECONDS = [10, 60, 300, 1800, 7200, 14_400, 28_800, 50_400];

interface Outcome {
  readonly status: number | null;
  /** null where the receiver took the message */
  readonly error: ErrorView | null;
  /** whether another attempt can end otherwise */
  readonly final: boolean;
}

/**
 * Sends one message. A receiver may be sent a message twice, where the server died between its answer and our note of
 * it; it knows them by `webhook-id`.
 */
export const deliverWebhookHandler: JobHandler<z.infer<typeof deliverWebhookJob.payload>> = {
  definition: deliverWebhookJob,
  async run(container, { deliveryId }, { projectId, signal }) {
    const delivery = await findDelivery(container.db, deliveryId);
    if (delivery?.state !== 'queued') return;
    const attemptedAt = new Date();
    const outcome = await attempt(container, delivery, { at: attemptedAt, signal });
    signal.throwIfAborted();
    const attempts = delivery.attempts + 1;
    const seconds = outcome.error && !outcome.final ? RETRY_SECONDS[attempts - 1] : undefined;
    const again = seconds !== undefined;
    const nextAt = again ? new Date(attemptedAt.getTime() + seconds * 1000) : null;
    await container.db.$transaction(async (tx) => {
      const { status, error } = outcome;
      const state = again ? 'queued' : error ? 'failed' : 'done';
      await recordAttempt(tx, deliveryId, { state, attempts, status, error, attemptedAt, nextAt });
      if (again) {
        const payload = { deliveryId };
        await container.jobs.enqueue(deliverWebhookJob, { projectId, payload, tx, delaySeconds: seconds });
      }
    });
  },
  async ended(container, { deliveryId }) {
    await abandonDelivery(container.db, deliveryId, {
      code: 'unavailable',
      message: 'The server ended while it sent this.',
      remedy: 'Send it again.',
    });
  },
};

async function attempt(
  container: Container,
  { id, body, webhook }: DeliveryRow,
  { at, signal }: { at: Date; signal: AbortSignal },
): Promise<Outcome> {
  if (!webhook.active) {
    return refused({ code: 'conflict', message: 'The webhook is switched off.', remedy: 'Switch it on.' });
  }
  const secret = (await container.sealer()).open(webhook.sealedSecret, secretPurpose(webhook.id));
  try {
    const { status } = await guardedRequest({
      method: 'POST',
      url: new URL(webhook.url),
      headers: { 'content-type': 'application/json', ...signedHeaders(secret, { id, at, body }) },
      body,
      allowPrivate: webhook.allowPrivate || container.env.allowPrivateAddresses,
      timeoutMs: TIMEOUT_MS,
      maximumBytes: MAXIMUM_ANSWER_BYTES,
      signal,
    });
    if (status >= 200 && status < 300) return { status, error: null, final: true };
    return { status, final: false, error: refusal(webhook.url, status) };
  } catch (thrown) {
    const { code, message, remedy } = toAppError(thrown);
    const error = { code, message, remedy };
    return code === 'forbidden' ? refused(error) : { status: null, error, final: false };
  }
}

function refused(error: ErrorView): Outcome {
  return { status: null, error, final: true };
}

function refusal(url: string, status: number): ErrorView {
  const moved = status >= 300 && status < 400;
  return {
    code: 'unavailable',
    message: `${new URL(url).host} answered ${status}.`,
    remedy: moved
      ? 'Redirects are not followed: give the address itself.'
      : 'The receiver has to answer 2xx.',
  };
}
