import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { damagedBlob } from '../hashed-key';
import { delayBefore, isPassing } from './s3-retries';
import type { Patience } from './s3-retries';

/** After so many bytes an interruption counts as the first again. */
const PROGRESS_BYTES = 8 * 2 ** 20;

/**
 * The bytes of an answer; where it breaks off, the rest is asked for.
 *
 * @param rest opens the bytes from this offset of the answer on
 * @throws what the last try threw; AppError `internal` where all bytes came and their checksum is another
 */
export async function* patientBody(
  key: string,
  first: { readonly body: Readable; readonly bytes: number },
  patience: Patience,
  rest: (offset: number) => Promise<Readable>,
): AsyncGenerator<Buffer> {
  let { body } = first;
  let received = 0;
  let failures = 0;
  let receivedAtFailure = 0;
  for (;;) {
    try {
      for await (const chunk of body as AsyncIterable<Buffer>) {
        received += chunk.length;
        yield chunk;
      }
      if (received >= first.bytes) return;
      throw new Error('the answer ended before its end');
    } catch (error) {
      if (received >= first.bytes || isChecksumMismatch(error)) throw damagedBlob(key, error);
      failures = received - receivedAtFailure >= PROGRESS_BYTES ? 1 : failures + 1;
      receivedAtFailure = received;
      if (failures >= patience.attempts || !isPassing(error)) throw error;
      await sleep(delayBefore(failures, patience));
      body = await rest(received);
    }
  }
}

/** The client destroys a body of another checksum with this error alone, often before its last bytes were read. */
function isChecksumMismatch(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('Checksum mismatch');
}
