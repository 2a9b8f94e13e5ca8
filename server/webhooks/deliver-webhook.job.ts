import { z } from 'zod';
import { DELIVER_WEBHOOK } from '../jobs/background-kinds';
import { defineJob } from '../jobs/job';

export const deliverWebhookJob = defineJob({
  kind: DELIVER_WEBHOOK,
  payload: z.object({ deliveryId: z.string() }),
  lane: 'light',
});
