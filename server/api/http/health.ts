import { ReadinessProbe } from '../../operations/readiness';
import { webProcess } from '../web-process';

const NEVER_KEPT = { 'cache-control': 'no-store' };

/** The process answers. Says nothing of the database: starting this process again would not mend it. */
export function answerHealth(): Response {
  return Response.json({ ok: true }, { headers: NEVER_KEPT });
}

let probe: ReadinessProbe | null = null;

/** Whether requests may be sent here: database, its schema and the blobs are well, and the process is to go on. */
export async function answerReady(): Promise<Response> {
  probe ??= new ReadinessProbe((await webProcess()).container);
  const readiness = await probe.check();
  return Response.json(readiness, { status: readiness.ready ? 200 : 503, headers: NEVER_KEPT });
}
