import { answerHttpApi } from '@/server/api/v1/answer';
import { WEB_URL } from './web-process';

/** Asks the HTTP API as a program would: with a key, or with none. */
export function askHttpApi(
  key: string | null,
  method: string,
  path: string,
  body?: string | object,
): Promise<Response> {
  const request = new Request(`${WEB_URL}/api/v1${path}`, {
    method,
    headers: { ...(key && { authorization: `Bearer ${key}` }), 'content-type': 'application/json' },
    body: typeof body === 'object' ? JSON.stringify(body) : body,
  });
  return answerHttpApi(request, { params: Promise.resolve({}) });
}
