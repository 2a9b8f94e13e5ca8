import { openApiDocument } from '../v1/openapi';

/** `GET /api/openapi.json`: says nothing of this server's data, so that any tool may read it. */
export function answerOpenApi(): Response {
  return Response.json(openApiDocument());
}
