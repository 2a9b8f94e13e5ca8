import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { AppError } from '@/lib/errors';
import type { OutgoingResponse } from '../../outgoing/guarded-request';
import { guardedRequest } from '../../outgoing/guarded-request';
import type { PlatformAddress } from '../annotation-platform';
import { answerError } from './answer-error';
import { expiryOf, kindOfToken } from './token';

export interface ClientOptions {
  /** how long one request may take */
  readonly timeoutMs: number;
  /** how often a reading request is made before it fails */
  readonly attempts: number;
  /** pause before the second attempt; each further one doubles it */
  readonly firstPauseMs: number;
}

const DEFAULTS: ClientOptions = { timeoutMs: 30_000, attempts: 4, firstPauseMs: 500 };

/** A short-lived token is renewed so long before it runs out. */
const RENEW_BEFORE_MS = 60_000;
const MAXIMUM_JSON_BYTES = 256 * 2 ** 20;

interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  readonly file?: { readonly contentType: string; readonly bytes: Buffer };
  /** of writing requests: whether doing it twice is the same as once */
  readonly repeatable?: boolean;
  /** asked without the token */
  readonly anonymous?: boolean;
}

/** Label Studio's REST API: tokens of both kinds, time-outs, and another try of what may be tried again. */
export class LabelStudioClient {
  private readonly base: URL;
  private readonly options: ClientOptions;
  private access: { token: string; until: number } | null = null;

  constructor(
    private readonly address: PlatformAddress,
    options: Partial<ClientOptions> = {},
  ) {
    this.base = new URL(address.baseUrl.replace(/\/*$/, '/'));
    this.options = { ...DEFAULTS, ...options };
  }

  async json<Value>(schema: z.ZodType<Value>, call: Call): Promise<Value> {
    const { body } = await this.send(call);
    const parsed = schema.safeParse(parseJson(body));
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0];
    throw new AppError(
      'unavailable',
      `${this.base.host} does not answer ${call.path.split('?')[0]} as Label Studio does (${issue?.path.join('.') || 'answer'}: ${issue?.message}).`,
      'Check that the address is that of Label Studio itself, without a path such as /projects.',
    );
  }

  async done(call: Call): Promise<void> {
    await this.send(call);
  }

  /** Bytes of a file, wherever it lies; only Label Studio itself is told who asks. */
  async bytes(url: URL, maximumBytes: number): Promise<Buffer> {
    const own = url.origin === this.base.origin;
    const { body } = await this.answered({ method: 'GET', path: url.pathname }, url, { own, maximumBytes });
    return body;
  }

  /** A path of Label Studio as a URL; one that begins with `/` may hold the path that Label Studio lives under or not. */
  urlOf(path: string): URL {
    const below = path.startsWith(this.base.pathname) ? path.slice(this.base.pathname.length) : path;
    return new URL(below.replace(/^\/+/, ''), this.base);
  }

  private send(call: Call): Promise<OutgoingResponse> {
    const own = call.anonymous !== true;
    return this.answered(call, this.urlOf(call.path), { own, maximumBytes: MAXIMUM_JSON_BYTES });
  }

  private async answered(
    call: Call,
    url: URL,
    how: { own: boolean; maximumBytes: number },
  ): Promise<OutgoingResponse> {
    let response = await this.attempt(call, url, how);
    if (response.status === 401 && how.own && kindOfToken(this.address.token) === 'personal') {
      this.access = null;
      response = await this.attempt(call, url, how);
    }
    if (response.status >= 200 && response.status < 300) return response;
    throw answerError(response, { host: url.host, path: call.path });
  }

  private async attempt(
    call: Call,
    url: URL,
    { own, maximumBytes }: { own: boolean; maximumBytes: number },
  ): Promise<OutgoingResponse> {
    const mayRepeat = call.method === 'GET' || call.repeatable === true;
    const attempts = mayRepeat ? this.options.attempts : 1;
    for (let attempt = 1; ; attempt++) {
      const last = attempt === attempts;
      try {
        const authorization = own ? await this.authorization() : null;
        const response = await this.request(call, url, authorization, maximumBytes);
        if (response.status < 500 || last) return response;
      } catch (error) {
        if (last || !(error instanceof AppError) || error.code !== 'unavailable') throw error;
      }
      await sleep(this.options.firstPauseMs * 2 ** (attempt - 1));
    }
  }

  private request(call: Call, url: URL, authorization: string | null, maximumBytes: number) {
    const { allowPrivate, allowPrivateMedia } = this.address;
    const body = call.file?.bytes ?? (call.body === undefined ? undefined : JSON.stringify(call.body));
    return guardedRequest({
      method: call.method,
      url,
      authorization,
      headers: body === undefined ? {} : { 'content-type': call.file?.contentType ?? 'application/json' },
      body,
      allowPrivate: url.hostname === this.base.hostname ? allowPrivate : allowPrivateMedia,
      timeoutMs: this.options.timeoutMs,
      maximumBytes,
    });
  }

  private async authorization(): Promise<string> {
    const { token } = this.address;
    if (kindOfToken(token) === 'legacy') return `Token ${token}`;
    if (!this.access || this.access.until < Date.now()) this.access = await this.renew(token);
    return `Bearer ${this.access.token}`;
  }

  private async renew(refresh: string): Promise<{ token: string; until: number }> {
    const path = 'api/token/refresh/';
    const url = this.urlOf(path);
    const call: Call = { method: 'POST', path, body: { refresh } };
    const response = await this.request(call, url, null, MAXIMUM_JSON_BYTES);
    if (response.status === 404) {
      throw new AppError(
        'bad-input',
        `${url.host} knows no personal access tokens; Label Studio has them since 1.17.`,
        'Use a legacy token (Account & Settings → Access Token), or update Label Studio.',
      );
    }
    if (response.status !== 200) throw answerError(response, { host: url.host, path });
    const { access } = z.object({ access: z.string() }).parse(parseJson(response.body));
    const expiry = expiryOf(access)?.getTime() ?? Date.now() + 2 * RENEW_BEFORE_MS;
    return { token: access, until: expiry - RENEW_BEFORE_MS };
  }
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
