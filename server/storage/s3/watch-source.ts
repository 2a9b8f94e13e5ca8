import { Readable } from 'node:stream';

/** The same bytes, and what the source itself threw, so that it is not taken for an error of the server. */
export function watchSource(source: Readable): { bytes: Readable; error: () => unknown } {
  let thrown: unknown = null;
  async function* watched() {
    try {
      yield* source as AsyncIterable<Buffer>;
    } catch (error) {
      thrown = error;
      throw error;
    }
  }
  return { bytes: Readable.from(watched(), { objectMode: false }), error: () => thrown };
}
