import { AppError } from '@/lib/errors';

/** The body as JSON; undefined where there is none. @throws AppError `too-large`, or `bad-input` where it is no JSON */
export async function readJson(request: Request, maximumBytes: number): Promise<unknown> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of request.body ?? []) {
    bytes += part.length;
    if (bytes > maximumBytes) {
      throw new AppError('too-large', `The body has more than ${maximumBytes} bytes.`, 'Send less at once.');
    }
    parts.push(part);
  }
  if (bytes === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8')) as unknown;
  } catch {
    throw new AppError('bad-input', 'The body is not JSON.', 'Send JSON.');
  }
}
