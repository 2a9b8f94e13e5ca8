import { initTRPC, TRPCError } from '@trpc/server';
import superjson from 'superjson';
import { z } from 'zod';
import type { Access } from '@/lib/contracts/access';
import type { ApiScope } from '@/lib/contracts/api-key';
import type { ErrorCode } from '@/lib/errors';
import { AppError, toAppError } from '@/lib/errors';
import { auditedMutation } from '../audit/record-audit';
import type { Container } from '../container';
import { orDatabaseAway } from '../db/database-away';
import { errorCodeOf } from '../error-code';
import { processMetrics } from '../operations/metrics/metrics';
import { recordSpan } from '../operations/tracing/process-tracer';
import { currentWork, noteRefusal, noteWork } from '../operations/watching/current-work';
import { requireAccess } from '../projects/access.service';
import { orDiskFull } from '../storage/disk-full';

export interface SessionUser {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** set where a browser asks */
  readonly sessionId?: string;
  /** set where a program asks in this person's name: it may no more than this */
  readonly key?: { readonly id: string; readonly projectId: string; readonly scope: ApiScope };
}

/** What the HTTP API and its document are made of; `http` is left out where only Winnow's own pages ask. */
export interface ProcedureMeta {
  /** who in the project may ask */
  readonly access?: Access;
  /** e.g. `GET /projects/{projectId}/rounds`; what of the input is not in the path is query or body */
  readonly http?: `${'GET' | 'POST' | 'PATCH' | 'DELETE'} /${string}`;
  readonly summary?: string;
  readonly description?: string;
}

export interface ApiContext {
  readonly container: Container;
  readonly user: SessionUser | null;
}

const TRPC_CODES: Record<ErrorCode, TRPCError['code']> = {
  'bad-input': 'BAD_REQUEST',
  unauthenticated: 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  'not-found': 'NOT_FOUND',
  conflict: 'CONFLICT',
  'too-large': 'PAYLOAD_TOO_LARGE',
  'too-many-requests': 'TOO_MANY_REQUESTS',
  cancelled: 'CLIENT_CLOSED_REQUEST',
  unavailable: 'SERVICE_UNAVAILABLE',
  internal: 'INTERNAL_SERVER_ERROR',
};

const t = initTRPC
  .context<ApiContext>()
  .meta<ProcedureMeta>()
  .create({
    transformer: superjson,
    errorFormatter({ shape, error }) {
      const cause = error.cause instanceof AppError ? error.cause : null;
      return {
        ...shape,
        message: cause?.code === 'internal' ? 'Something went wrong on the server.' : shape.message,
        data: {
          ...shape.data,
          stack: undefined,
          appCode: cause?.code ?? null,
          remedy: cause?.remedy ?? null,
        },
      };
    },
  });

export const router = t.router;
export const createCaller = t.createCallerFactory;

/** AppErrors become HTTP here and nowhere else. */
const withErrors = t.procedure.use(async ({ next, ctx, path }) => {
  noteWork({ procedure: path, userId: ctx.user?.id });
  const end = processMetrics().procedures.startTimer({ procedure: path });
  const startedAt = Date.now();
  const result = await next();
  const outcome = result.ok ? 'done' : errorCodeOf(result.error.cause);
  const seconds = end({ outcome });
  const { traceId, spanId } = currentWork();
  if (traceId && spanId)
    recordSpan({
      ...{ traceId, parentSpanId: spanId, name: path, kind: 'internal', startedAt, ms: seconds * 1000 },
      ...{ failed: outcome === 'internal', attributes: { 'rpc.method': path, 'winnow.outcome': outcome } },
    });
  if (result.ok || (result.error.code !== 'INTERNAL_SERVER_ERROR' && !result.error.cause)) return result;
  if (result.error.cause instanceof z.ZodError) {
    const issue = result.error.cause.issues[0];
    noteRefusal('bad-input', `${issue?.path.join('.') || 'input'}: ${issue?.code}`);
    throw new TRPCError({
      code: 'BAD_REQUEST',
      message: `${issue?.path.join('.') || 'input'}: ${issue?.message}`,
      cause: new AppError('bad-input', `${issue?.path.join('.') || 'input'}: ${issue?.message}`),
    });
  }
  const error = toAppError(orDiskFull(orDatabaseAway(result.error.cause ?? result.error)));
  noteRefusal(error.code);
  if (error.code === 'internal')
    ctx.container.log.error({ err: error.cause ?? error, path }, 'request failed');
  throw new TRPCError({ code: TRPC_CODES[error.code], message: error.message, cause: error });
});

/** Needs a session. There is no procedure without one. */
export const userProcedure = withErrors.use(({ ctx, next }) => {
  if (!ctx.user) throw new AppError('unauthenticated', 'You are not signed in.', 'Sign in and try again.');
  return next({ ctx: { container: ctx.container, user: ctx.user } });
});

/** Needs a session and a role in the project named by `projectId` that may this; strangers learn only that it is not there. What it changes, or is refused to change, stands in the audit. */
export function projectProcedure(access: Access) {
  return userProcedure
    .meta({ access })
    .input(z.object({ projectId: z.string() }))
    .use(async ({ ctx, input, next, type, path, getRawInput }) => {
      noteWork({ projectId: input.projectId });
      await requireAccess(ctx.container.db, ctx.user, input.projectId, access);
      if (type !== 'mutation') return next();
      const mutation = {
        projectId: input.projectId,
        user: ctx.user,
        action: path,
        input: await getRawInput(),
      };
      const act = async () => {
        const result = await next();
        if (!result.ok) throw result.error.cause ?? result.error;
        return result;
      };
      return auditedMutation(ctx.container, mutation, act, ({ data }) => data);
    });
}
