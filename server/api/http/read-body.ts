import { AppError } from '@/lib/errors';

/**
 * The whole body, which is held in memory: what is longer is refused before it is.
 *
 * @throws AppError `too-large`
 */
export async function readBody(request: Request, maximumBytes: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += part.length;
    if (bytes > maximumBytes) {
      throw new AppError(
        'too-large',
        `The body has more than ${maximumBytes} bytes.`,
        'Send it in parts; files go to the uploads.',
      );
    }
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** The same request with its body read, for what would read it without an end. @throws AppError `too-large` */
export async function withBodyRead(request: Request, maximumBytes: number): Promise<Request> {
  if (!request.body) return request;
  const { url, method, headers, signal } = request;
  return new Request(url, {
    method,
    headers,
    signal,
    body: new Uint8Array(await readBody(request, maximumBytes)),
  });
}
