import superjson from 'superjson';
import type { StartedServer } from '../support/started-server';

/** The owner's browser, without a screen. */
export interface SignedInClient {
  get(path: string): Promise<Response>;
  post(path: string, body: BodyInit, type: string): Promise<Response>;
  /** Changes something. */
  call<Result>(procedure: string, input: object): Promise<Result>;
  /** Asks for something. */
  query<Result>(procedure: string, input: object): Promise<Result>;
  /** Reads a file to its end without keeping it. @returns its bytes */
  drain(path: string): Promise<number>;
}

async function resultOf<Result>(procedure: string, response: Response): Promise<Result> {
  if (!response.ok) throw new Error(`${procedure}: ${await response.text()}`);
  const { result } = (await response.json()) as {
    result: { data: Parameters<typeof superjson.deserialize>[0] };
  };
  return superjson.deserialize<Result>(result.data);
}

/** Opens the link that the server printed; it works once. */
export async function signIn({ url, link }: Pick<StartedServer, 'url' | 'link'>): Promise<SignedInClient> {
  const token = link.searchParams.get('token') ?? '';
  const signedIn = await fetch(`${url}/sign-in/confirm`, {
    method: 'POST',
    body: new URLSearchParams({ token }),
    headers: { origin: url },
    redirect: 'manual',
  });
  const cookie = signedIn.headers
    .getSetCookie()
    .map((text) => text.split(';')[0])
    .join('; ');
  const post = (path: string, body: BodyInit, type: string) =>
    fetch(url + path, { method: 'POST', body, headers: { cookie, origin: url, 'content-type': type } });
  const get = (path: string) => fetch(url + path, { headers: { cookie } });
  const textOf = (input: object) => JSON.stringify(superjson.serialize(input));
  return {
    get,
    post,
    call: async (procedure, input) =>
      resultOf(procedure, await post(`/api/trpc/${procedure}`, textOf(input), 'application/json')),
    query: async (procedure, input) =>
      resultOf(procedure, await get(`/api/trpc/${procedure}?input=${encodeURIComponent(textOf(input))}`)),
    async drain(path) {
      const response = await get(path);
      if (!response.ok || !response.body) throw new Error(`${path}: ${await response.text()}`);
      let bytes = 0;
      for await (const chunk of response.body as AsyncIterable<Uint8Array>) bytes += chunk.length;
      return bytes;
    },
  };
}
