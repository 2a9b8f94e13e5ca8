import { parseJson } from './parse-json';
import { readBody } from './read-body';

/** The body as JSON; undefined where there is none. @throws AppError as readBody and parseJson */
export async function readJson(
  request: Request,
  maximumBytes: number,
  options: { readonly kept?: boolean } = {},
): Promise<unknown> {
  const body = await readBody(request, maximumBytes);
  return body.length === 0 ? undefined : parseJson(body.toString('utf8'), options);
}
