import { setTimeout as sleep } from 'node:timers/promises';
import type { JobView } from '@/lib/contracts/job';
import { AppError } from '@/lib/errors';
import { getJob } from '../../jobs/jobs.service';
import { requireAccess } from '../../projects/access.service';
import { stopping } from '../../operations/stopping';
import { handle, requireUser } from '../http/session';
import type { SignedIn } from '../http/session';
import { stillAllowed } from '../http/still-allowed';

const LOOK_EVERY_MS = 500;
/** Whoever was let in is asked for again that often. */
const CHECK_EVERY_MS = 2000;
const ACCESS = 'viewer';
/** Proxies end connections over which nothing comes. */
const SIGN_OF_LIFE_EVERY_MS = 15_000;

/** `GET /api/v1/jobs/:jobId/events` */
export const streamJobEvents = handle<{ jobId: string }>(async (request, { jobId }) => {
  const signedIn = await requireUser(request);
  const { container, user } = signedIn;
  const projectId = new URL(request.url).searchParams.get('projectId') ?? user.key?.projectId;
  if (!projectId) throw new AppError('bad-input', 'The project is not named.', 'Add ?projectId=….');
  await requireAccess(container.db, user, projectId, ACCESS);
  const first = await getJob(container, projectId, jobId);
  // Whoever listens comes back by itself and finds another process, or this one's successor.
  const events = jobEvents(signedIn, first, AbortSignal.any([request.signal, stopping()]));
  const encoder = new TextEncoder();
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await events.next();
      if (next.done) controller.close();
      else controller.enqueue(encoder.encode(next.value));
    },
    async cancel() {
      await events.return();
    },
  });
  return new Response(stream, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'private, no-store, no-transform',
      // nginx would hold the events back until its buffer is full
      'x-accel-buffering': 'no',
    },
  });
});

async function* jobEvents(
  signedIn: SignedIn,
  first: JobView,
  signal: AbortSignal,
): AsyncGenerator<string, void> {
  let job = first;
  let told = '';
  let silentMs = 0;
  let checkedAt = performance.now();
  for (;;) {
    const ended = job.finishedAt !== null;
    const seen = JSON.stringify([job.state, job.done, job.total, job.message, job.cancelling]);
    if (ended || seen !== told) {
      yield `event: ${ended ? job.state : 'progress'}\ndata: ${JSON.stringify(job)}\n\n`;
      told = seen;
      silentMs = 0;
    } else if (silentMs >= SIGN_OF_LIFE_EVERY_MS) {
      yield ': still here\n\n';
      silentMs = 0;
    }
    if (ended || signal.aborted) return;
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    silentMs += LOOK_EVERY_MS;
    if (signal.aborted) return;
    if (performance.now() - checkedAt >= CHECK_EVERY_MS) {
      if (!(await stillAllowed(signedIn, job.projectId, ACCESS))) return;
      checkedAt = performance.now();
    }
    job = await getJob(signedIn.container, job.projectId, job.id);
  }
}
