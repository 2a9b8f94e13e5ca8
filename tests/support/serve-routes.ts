import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

type Respond = (request: Request) => Promise<Response>;

/** Route handlers behind a real port, as Next serves them: what asks is a real client. */
export async function serveRoutes(respond: Respond): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = createServer((incoming, outgoing) => {
    void answer(incoming, respond).then(async (response) => {
      outgoing.writeHead(response.status, Object.fromEntries(response.headers));
      outgoing.end(Buffer.from(await response.arrayBuffer()));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function answer(incoming: IncomingMessage, respond: Respond): Promise<Response> {
  const { method = 'GET', headers, url = '/' } = incoming;
  const body = method === 'GET' ? null : new Uint8Array(await buffer(incoming));
  const given = Object.entries(headers).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as [string, string]] : [],
  );
  return respond(new Request(`http://${headers.host}${url}`, { method, headers: given, body }));
}
