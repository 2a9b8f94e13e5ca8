/**
 * An answer once it is here whole. The limit has a timer of its own: those of `AbortSignal.timeout` are forgotten with the
 * request where its connection broke at the wrong moment (Node 20), and then nothing ever ends it.
 */
export async function answerOf(
  url: string,
  limitMs: number,
  asked: RequestInit = {},
): Promise<{ response: Response; bytes: ArrayBuffer }> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      controller.abort();
      reject(new Error(`${url} is silent`));
    }, limitMs);
  });
  const answer = fetch(url, { ...asked, signal: controller.signal }).then(async (response) => ({
    response,
    bytes: await response.arrayBuffer(),
  }));
  try {
    return await Promise.race([answer, silence]);
  } finally {
    clearTimeout(timer);
  }
}
