import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import { AppError } from '@/lib/errors';
import type { OutgoingRequest, OutgoingResponse } from '../../outgoing/guarded-request';
import { guardedRequest } from '../../outgoing/guarded-request';
import type { PlatformAddress } from '../annotation-platform';
import type { AskedPlatform } from './answer-error';
import { answerError } from './answer-error';

export interface ClientOptions {
  /** how long one request may take */
  readonly timeoutMs: number;
  /** how often a reading request is made before it fails */
  readonly attempts: number;
  /** pause before the second attempt; each further one doubles it */
  readonly firstPauseMs: number;
}

const DEFAULTS: ClientOptions = { timeoutMs: 30_000, attempts: 4, firstPauseMs: 500 };
const MAXIMUM_JSON_BYTES = 256 * 2 ** 20;

export interface HttpCall {
  readonly method: OutgoingRequest['method'];
  readonly path: string;
  readonly body?: unknown;
  readonly file?: { readonly contentType: string; readonly bytes: Buffer };
  /** of a request that does not only read: whether doing it twice is the same as once; a POST that reads, too */
  readonly repeatable?: boolean;
  /** asked without the token */
  readonly anonymous?: boolean;
}

/** What says who asks. */
export interface Credentials {
  /** @param ask makes one anonymous call, where a token has to be exchanged for another */
  headers(
    ask: (call: HttpCall) => Promise<OutgoingResponse>,
  ): Promise<Readonly<Record<string, string>>> | Readonly<Record<string, string>>;
  /** Told that the headers were refused. Returns whether others can be had. */
  refused(): boolean;
}

export interface HttpPlatform extends AskedPlatform {
  readonly credentials: Credentials;
}

/** A platform's HTTP API: who asks, time-outs, another try of what may be tried again, answers checked as they come in. */
export class HttpClient {
  readonly host: string;
  private readonly base: URL;
  private readonly options: ClientOptions;

  constructor(
    private readonly address: PlatformAddress,
    private readonly platform: HttpPlatform,
    options: Partial<ClientOptions> = {},
  ) {
    this.base = new URL(address.baseUrl.replace(/\/*$/, '/'));
    this.host = this.base.host;
    this.options = { ...DEFAULTS, ...options };
  }

  async json<Value>(schema: z.ZodType<Value>, call: HttpCall): Promise<Value> {
    const { body } = await this.send(call);
    const parsed = schema.safeParse(parseJson(body));
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0];
    const { title } = this.platform;
    throw new AppError(
      'unavailable',
      `${this.host} does not answer ${call.path.split('?')[0]} as ${title} does (${issue?.path.join('.') || 'answer'}: ${issue?.message}).`,
      `Check that the address is that of ${title} itself, without the path of a project.`,
    );
  }

  async done(call: HttpCall): Promise<void> {
    await this.send(call);
  }

  /** Removes something; what is gone already need not be removed. */
  async remove(path: string): Promise<void> {
    try {
      await this.send({ method: 'DELETE', path, repeatable: true });
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'not-found') throw error;
    }
  }

  /** Bytes of a file, wherever it lies; only the platform itself is told who asks. */
  async bytes(url: URL, maximumBytes: number): Promise<Buffer> {
    const own = url.origin === this.base.origin;
    const { body } = await this.answered({ method: 'GET', path: url.pathname }, url, { own, maximumBytes });
    return body;
  }

  /** A path of the platform as a URL; one that begins with `/` may hold the path that the platform lives under or not. */
  urlOf(path: string): URL {
    const below = path.startsWith(this.base.pathname) ? path.slice(this.base.pathname.length) : path;
    return new URL(below.replace(/^\/+/, ''), this.base);
  }

  private send(call: HttpCall): Promise<OutgoingResponse> {
    const own = call.anonymous !== true;
    return this.answered(call, this.urlOf(call.path), { own, maximumBytes: MAXIMUM_JSON_BYTES });
  }

  private async answered(
    call: HttpCall,
    url: URL,
    how: { own: boolean; maximumBytes: number },
  ): Promise<OutgoingResponse> {
    let response = await this.attempt(call, url, how);
    if (response.status === 401 && how.own && this.platform.credentials.refused()) {
      response = await this.attempt(call, url, how);
    }
    if (response.status >= 200 && response.status < 300) return response;
    throw answerError(response, { host: url.host, path: call.path, platform: this.platform });
  }

  private async attempt(
    call: HttpCall,
    url: URL,
    { own, maximumBytes }: { own: boolean; maximumBytes: number },
  ): Promise<OutgoingResponse> {
    const mayRepeat = call.method === 'GET' || call.repeatable === true;
    const attempts = mayRepeat ? this.options.attempts : 1;
    for (let attempt = 1; ; attempt++) {
      const last = attempt === attempts;
      try {
        const credentials = own ? await this.credentials() : {};
        const response = await this.request(call, url, credentials, maximumBytes);
        if (response.status < 500 || last) return response;
      } catch (error) {
        if (last || !(error instanceof AppError) || error.code !== 'unavailable') throw error;
      }
      await sleep(this.options.firstPauseMs * 2 ** (attempt - 1));
    }
  }

  private credentials() {
    return this.platform.credentials.headers((call) =>
      this.request(call, this.urlOf(call.path), {}, MAXIMUM_JSON_BYTES),
    );
  }

  private request(
    call: HttpCall,
    url: URL,
    credentials: Readonly<Record<string, string>>,
    maximumBytes: number,
  ): Promise<OutgoingResponse> {
    const { allowPrivate, allowPrivateMedia } = this.address;
    const body = call.file?.bytes ?? (call.body === undefined ? undefined : JSON.stringify(call.body));
    return guardedRequest({
      method: call.method,
      url,
      credentials,
      headers: body === undefined ? {} : { 'content-type': call.file?.contentType ?? 'application/json' },
      body,
      allowPrivate: url.hostname === this.base.hostname ? allowPrivate : allowPrivateMedia,
      timeoutMs: this.options.timeoutMs,
      maximumBytes,
    });
  }
}

export function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
