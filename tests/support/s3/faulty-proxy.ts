import { once } from 'node:events';
import { createServer, request as ask } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What to do instead of passing a request on. */
export type ProxyFault =
  /** this status, with an error as S3 writes it */
  | { readonly status: number }
  /** the answer, cut after so many bytes of its body */
  | { readonly cutAfter: number }
  /** the answer, silent for ever after so many bytes of its body */
  | { readonly stallAfter: number }
  /** no answer, ever */
  | 'hang'
  /** the connection ends before anything was done */
  | 'reset'
  /** it is done, and nobody hears of it */
  | 'lose-answer'
  | null;

/** HTTP between a client and a server, with faults by request. */
export class FaultyProxy {
  readonly requests: string[] = [];
  fault: (method: string, path: string, count: number) => ProxyFault = () => null;
  private readonly server: Server;

  constructor(private readonly target: string) {
    this.server = createServer((request, response) => this.pass(request, response));
  }

  async start(): Promise<this> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return this;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private pass(request: IncomingMessage, response: ServerResponse): void {
    const { method = '', url: path = '' } = request;
    this.requests.push(`${method} ${path}`);
    const fault = this.fault(method, path, this.requests.length);
    if (fault === 'hang') return;
    if (fault === 'reset') return void request.socket.resetAndDestroy();
    if (fault !== null && typeof fault === 'object' && 'status' in fault) {
      request.resume();
      const code = fault.status === 503 ? 'SlowDown' : 'InternalError';
      response.writeHead(fault.status, { 'content-type': 'application/xml' });
      response.end(
        `<?xml version="1.0"?><Error><Code>${code}</Code><Message>made by a test</Message></Error>`,
      );
      return;
    }
    // The signature covers the headers, the host's among them: all go on as they came.
    const onward = ask(new URL(path, this.target), { method, headers: request.headers, setHost: false });
    onward.on('error', () => response.destroy());
    onward.on('response', (answer) => {
      if (fault === 'lose-answer') return void request.socket.destroy();
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      if (fault === null) return void answer.pipe(response);
      const limit = 'cutAfter' in fault ? fault.cutAfter : fault.stallAfter;
      let passed = 0;
      answer.on('data', (chunk: Buffer) => {
        const part = chunk.subarray(0, Math.max(0, limit - passed));
        passed += part.length;
        response.write(part);
        if (passed < limit) return;
        answer.destroy();
        if ('cutAfter' in fault) setTimeout(() => request.socket.destroy(), 20);
      });
    });
    request.pipe(onward);
  }
}
