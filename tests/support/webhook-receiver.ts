import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedMessage {
  readonly headers: Record<string, string>;
  readonly body: string;
}

export interface WebhookReceiver {
  readonly url: string;
  readonly messages: readonly ReceivedMessage[];
  /** What the next messages are answered with; afterwards, 200. `silence`: nothing at all. */
  answerNext(...answers: readonly (number | 'silence' | { readonly redirect: string })[]): void;
  close(): Promise<void>;
}

/** A real HTTP server on loopback that keeps what it is sent. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const messages: ReceivedMessage[] = [];
  let answers: (number | 'silence' | { readonly redirect: string })[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const headers = Object.fromEntries(Object.entries(request.headers).map(([k, v]) => [k, String(v)]));
      messages.push({ headers, body: Buffer.concat(parts).toString('utf8') });
      const answer = answers.shift() ?? 200;
      if (answer === 'silence') return;
      if (typeof answer === 'number') response.writeHead(answer).end('thanks');
      else response.writeHead(307, { location: answer.redirect }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    messages,
    answerNext: (...next) => {
      answers = [...next];
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
