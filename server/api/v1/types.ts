import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import type { WebhookData } from '@/lib/contracts/webhook';
import type { AppRouter } from '../root';

/** What write-types.ts reads, by router and procedure. */
export type Inputs = inferRouterInputs<AppRouter>;
export type Outputs = inferRouterOutputs<AppRouter>;
export type Events = WebhookData;
