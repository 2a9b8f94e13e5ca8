/** A stream of the bytes whose first are there already, so that what fails at once can still be said in words. */
export async function streamOf(bytes: AsyncIterable<Uint8Array>): Promise<ReadableStream<Uint8Array>> {
  const iterator = bytes[Symbol.asyncIterator]();
  let next = await iterator.next();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (next.done) {
        controller.close();
        return;
      }
      controller.enqueue(next.value);
      next = await iterator.next();
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}
