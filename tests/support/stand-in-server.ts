import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** What to answer instead; `hang`: nothing, ever; `lose-answer`: do it all the same, and lose the answer. */
export type Fault = { status: number; body?: unknown } | 'hang' | 'lose-answer' | null;

export interface StandInRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

export interface StandInAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** A platform's server, small and in memory, for what the real one will not do when a test wants it. */
export abstract class StandInServer {
  readonly requests: { method: string; path: string; authorization: string | undefined }[] = [];
  fault: (method: string, path: string, count: number) => Fault = () => null;

  private readonly server = createServer((request, response) => {
    const path = request.url ?? '';
    const method = request.method ?? '';
    const { headers } = request;
    this.requests.push({ method, path, authorization: headers.authorization });
    const fault = this.fault(method, path, this.requests.length);
    if (fault === 'hang') return;
    const answer = ({ status, body }: StandInAnswer) => {
      const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
      response.writeHead(status, { 'content-type': 'application/json' }).end(bytes);
    };
    if (fault !== null && fault !== 'lose-answer') {
      return answer({ status: fault.status, body: fault.body ?? {} });
    }
    void buffer(request).then((bytes) => {
      const done = this.respond({ method, url: new URL(path, this.url), headers, body: parse(bytes) });
      if (fault === 'lose-answer') request.socket.destroy();
      else answer(done);
    });
  });

  protected abstract respond(request: StandInRequest): StandInAnswer;

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async start(): Promise<this> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

export function ok(body: unknown, status = 200): StandInAnswer {
  return { status, body };
}

function parse(bytes: Buffer): unknown {
  return bytes.length === 0 ? {} : JSON.parse(bytes.toString());
}
