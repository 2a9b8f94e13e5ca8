import { lookup } from 'node:dns';
import type { LookupAddress, LookupAllOptions } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { isIP } from 'node:net';
import { AppError } from '@/lib/errors';
import { kindOfAddress } from './private-address';

export interface OutgoingRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  /** Headers that say who asks: sent to the origin of `url` only, never to where it redirects. */
  readonly credentials?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** whether addresses of the own machine and network may be called */
  readonly allowPrivate: boolean;
  readonly timeoutMs: number;
  readonly maximumBytes: number;
  readonly signal?: AbortSignal;
}

export interface OutgoingResponse {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

/**
 * Connections are kept and used again without a look at their address: what may lead into the own network is kept apart
 * from what may not.
 */
const AGENTS = { anywhere: keptConnections(), publicOnly: keptConnections() };

function keptConnections() {
  const settings = { keepAlive: true, timeout: 5000 };
  return { 'http:': new http.Agent(settings), 'https:': new https.Agent(settings) };
}

/** How names become addresses; as `dns.lookup` with `all`. */
export type Resolve = (
  hostname: string,
  options: LookupAllOptions,
  answer: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

const MAX_REDIRECTS = 5;
const REDIRECTS = [301, 302, 303, 307, 308];

/**
 * Calls an address that a user gave. The addresses that its name resolves to are checked as the connection is made, so
 * that a name cannot answer the check with one address and the call with another; redirects of a GET are followed and
 * checked likewise, those of anything else are answers.
 *
 * @throws AppError `forbidden` for an address that may not be called, `unavailable` where nothing answers in time,
 * `too-large` for a longer answer
 */
export async function guardedRequest(
  request: OutgoingRequest,
  resolve: Resolve = lookup,
): Promise<OutgoingResponse> {
  let url = request.url;
  for (let redirects = 0; ; redirects++) {
    const response = await requestOnce(request, url, resolve);
    const { location } = response.headers;
    if (request.method !== 'GET' || !REDIRECTS.includes(response.status) || !location) return response;
    if (redirects === MAX_REDIRECTS || !URL.canParse(location, url)) {
      throw new AppError('unavailable', `${request.url.host} redirects without end.`, 'Check the address.');
    }
    url = new URL(location, url);
  }
}

async function requestOnce(
  request: OutgoingRequest,
  url: URL,
  resolveName: Resolve,
): Promise<OutgoingResponse> {
  const { method, body, allowPrivate, timeoutMs, maximumBytes } = request;
  checkUrl(url, allowPrivate);
  const protocol = url.protocol === 'https:' ? 'https:' : 'http:';
  const library = protocol === 'https:' ? https : http;
  const agent = AGENTS[allowPrivate ? 'anywhere' : 'publicOnly'][protocol];
  const sameOrigin = url.origin === request.url.origin;
  const headers = {
    'user-agent': 'Winnow',
    ...request.headers,
    ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
    ...(sameOrigin && request.credentials),
  };
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout;
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => reject(toOutgoingError(error, url, { timeout, request }));
    const options = { method, headers, signal, agent, lookup: guardedLookup(allowPrivate, resolveName) };
    const outgoing = library.request(url, options, (incoming) => {
      readBody(incoming, maximumBytes, url).then(
        (bytes) => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: bytes }),
        fail,
      );
    });
    outgoing.on('error', fail);
    outgoing.end(body);
  });
}

async function readBody(incoming: http.IncomingMessage, maximumBytes: number, url: URL): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of incoming as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > maximumBytes) {
      incoming.destroy();
      throw new AppError('too-large', `${url.host} answers with more than ${maximumBytes} bytes.`);
    }
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/**
 * Names are checked as they are resolved; an address that stands in the URL never is, so that it is checked here.
 *
 * @throws AppError `forbidden`
 */
export function checkUrl(url: URL, allowPrivate: boolean): void {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new AppError('forbidden', `${url.protocol} is not called.`, 'Give an address with http or https.');
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host)) checkAddress(host, url.hostname, allowPrivate);
}

function checkAddress(address: string, host: string, allowPrivate: boolean): void {
  const kind = kindOfAddress(address);
  if (kind === 'public' || (kind === 'private' && allowPrivate)) return;
  throw new AppError(
    'forbidden',
    `${host} is an address of a private network (${address}), which Winnow does not call.`,
    kind === 'private'
      ? 'If it is yours, the owner can allow it for this connection, or set WINNOW_ALLOW_PRIVATE_ADDRESSES=on.'
      : 'Give another address.',
  );
}

function guardedLookup(allowPrivate: boolean, resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      try {
        for (const { address } of addresses) checkAddress(address, hostname, allowPrivate);
      } catch (refusal) {
        return callback(refusal as Error, []);
      }
      const [first] = addresses;
      if (options.all || !first) return callback(null, addresses);
      callback(null, first.address, first.family);
    });
  };
}

function toOutgoingError(
  error: unknown,
  url: URL,
  { timeout, request }: { timeout: AbortSignal; request: OutgoingRequest },
): AppError {
  if (error instanceof AppError) return error;
  if (timeout.aborted) {
    return new AppError(
      'unavailable',
      `${url.host} did not answer within ${Math.ceil(request.timeoutMs / 1000)} seconds.`,
      'Check that it runs, and that nothing between it and Winnow holds requests back.',
    );
  }
  if (request.signal?.aborted) return new AppError('cancelled', `The request to ${url.host} was stopped.`);
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  return new AppError(
    'unavailable',
    `${url.host} cannot be reached from this server (${code}).`,
    'Check the address, and that it runs and can be reached from the machine that Winnow runs on.',
    { cause: error },
  );
}
