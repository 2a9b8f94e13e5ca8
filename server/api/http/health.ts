import { webProcess } from '../web-process';

/** Says to anyone only whether Winnow can work: it answers, and so does its database. */
export async function answerHealth(): Promise<Response> {
  try {
    const { container } = await webProcess();
    await container.db.$queryRaw`SELECT 1`;
    return Response.json({ ok: true });
  } catch {
    return Response.json({ ok: false }, { status: 503 });
  }
}
