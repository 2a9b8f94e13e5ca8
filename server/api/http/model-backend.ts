import { authorizedConnection } from '../../platforms/model-backend/model-access.service';
import { answerModelBackend } from '../../platforms/model-backend/model-backend.service';
import { webProcess } from '../web-process';
import { readJson } from './read-json';
import { handle } from './session';

const MAXIMUM_BODY_BYTES = 64 * 2 ** 20;

/** `/api/ml/:projectId/…`: Winnow as a model of Label Studio's; whoever asks has the project's password for it. */
export const answerModelCall = handle<{ projectId: string; call?: string[] }>(
  async (request, { projectId, call = [] }) => {
    const { container } = await webProcess();
    const authorization = request.headers.get('authorization');
    const connection = await authorizedConnection(container, projectId, authorization);
    if (!connection) {
      const headers = { 'www-authenticate': 'Basic realm="Winnow", charset="UTF-8"' };
      return Response.json({ error: 'Unauthorized' }, { status: 401, headers });
    }
    const answer = await answerModelBackend(container, connection, {
      method: request.method,
      path: call.join('/'),
      body: () => readJson(request, MAXIMUM_BODY_BYTES),
    });
    if (!answer) return Response.json({ error: 'Not found' }, { status: 404 });
    return Response.json(answer.body, { status: answer.status });
  },
);
