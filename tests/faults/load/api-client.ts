import { setTimeout as sleep } from 'node:timers/promises';
import superjson from 'superjson';
import { answerOf } from '../processes/answer-of';

/** Not what is tested: a machine that is shared by many takes its time. */
const PATIENCE_MS = 900_000;
const ANSWER_LIMIT_MS = 30_000;
const PAUSE_MS = 100;

/** What the server said, as opposed to not answering at all. */
export class RefusedError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(`${status}: ${message}`);
  }
}

class UnansweredError extends Error {}

/** How the server answered everybody of a run. */
export interface ClientFigures {
  requests: number;
  /** nobody answered, or with 5xx: asked again */
  unanswered: number;
}

/**
 * Somebody who uses Winnow over HTTP, signed in. What is not answered, or with 5xx, is asked again until it is: whether
 * the request before was carried out cannot be known, exactly as for a browser or a program.
 */
export class ApiClient {
  constructor(
    readonly url: string,
    private readonly cookie: string,
    private readonly figures: ClientFigures,
    private readonly patienceMs = PATIENCE_MS,
  ) {}

  /** With the link that `winnow serve` prints. */
  static async signIn(link: URL, figures: ClientFigures): Promise<ApiClient> {
    const body = new URLSearchParams({ token: link.searchParams.get('token') ?? '' });
    return ApiClient.byForm(new URL('/sign-in/confirm', link), body, figures);
  }

  /** With a link to choose a password, as members get it. */
  static async choosePassword(link: URL, password: string, figures: ClientFigures): Promise<ApiClient> {
    const body = new URLSearchParams({ token: link.searchParams.get('token') ?? '', password });
    return ApiClient.byForm(new URL('/sign-in/choose/confirm', link), body, figures);
  }

  private static async byForm(url: URL, body: URLSearchParams, figures: ClientFigures): Promise<ApiClient> {
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers: { origin: url.origin },
      redirect: 'manual',
    });
    const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
    if (cookies.length === 0) throw new RefusedError(response.status, `${url.pathname} signs nobody in`);
    return new ApiClient(url.origin, cookies.join('; '), figures);
  }

  /** The same person, with other figures. */
  countedBy(figures: ClientFigures, patienceMs = PATIENCE_MS): ApiClient {
    return new ApiClient(this.url, this.cookie, figures, patienceMs);
  }

  async get<Answer>(path: string): Promise<Answer> {
    return (await (await this.ask('GET', `/api/v1${path}`)).json()) as Answer;
  }

  async text(path: string): Promise<string> {
    return (await this.ask('GET', `/api/v1${path}`)).text();
  }

  /** Bytes are sent as they are, everything else as JSON. */
  async post<Answer>(path: string, body: object = {}): Promise<Answer> {
    const bytes = body instanceof Uint8Array;
    const type = bytes ? 'application/octet-stream' : 'application/json';
    const sent = bytes ? body : JSON.stringify(body);
    const response = await this.ask('POST', `/api/v1${path}`, type, sent);
    return (response.status === 204 ? undefined : await response.json()) as Answer;
  }

  /** What only the pages ask: a mutation of tRPC. */
  async call<Answer>(procedure: string, input: object): Promise<Answer> {
    const sent = JSON.stringify(superjson.serialize(input));
    const response = await this.ask('POST', `/api/trpc/${procedure}`, 'application/json', sent);
    const { result } = (await response.json()) as { result: { data: Serialized } };
    return superjson.deserialize<Answer>(result.data);
  }

  /** What only the pages ask: a query of tRPC. */
  async query<Answer>(procedure: string, input: object): Promise<Answer> {
    const sent = encodeURIComponent(JSON.stringify(superjson.serialize(input)));
    const response = await this.ask('GET', `/api/trpc/${procedure}?input=${sent}`);
    const { result } = (await response.json()) as { result: { data: Serialized } };
    return superjson.deserialize<Answer>(result.data);
  }

  /**
   * Makes something that a second request would make again: before each try it is looked for, because the try before may
   * have made it without an answer.
   */
  async makeOnce<Made>(
    find: () => Promise<Made | undefined>,
    make: (impatient: ApiClient) => Promise<Made>,
  ): Promise<Made> {
    const giveUpAt = Date.now() + PATIENCE_MS;
    const impatient = new ApiClient(this.url, this.cookie, this.figures, 0);
    for (;;) {
      const made = await find();
      if (made !== undefined) return made;
      try {
        return await make(impatient);
      } catch (error) {
        if (!(error instanceof UnansweredError) || Date.now() > giveUpAt) throw error;
      }
    }
  }

  /** Status and words of the answer to one request, whatever they are. */
  async said(path: string, bytes: Uint8Array): Promise<string> {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method: 'POST',
      headers: { cookie: this.cookie, 'content-type': 'application/octet-stream' },
      body: bytes as BodyInit,
    });
    return `${response.status} ${await response.text()}`;
  }

  /** Asks once; whoever does not answer, or with 5xx, throws. For probing whether Winnow works. */
  async once(path: string): Promise<void> {
    const { response } = await answerOf(`${this.url}${path}`, 5000, { headers: { cookie: this.cookie } });
    if (!response.ok) throw new RefusedError(response.status, path);
  }

  private async ask(
    method: string,
    path: string,
    type?: string,
    body?: string | Uint8Array,
  ): Promise<Response> {
    const giveUpAt = Date.now() + this.patienceMs;
    for (;;) {
      this.figures.requests++;
      let last = 'no answer';
      try {
        const { response, bytes } = await answerOf(`${this.url}${path}`, ANSWER_LIMIT_MS, {
          method,
          headers: { cookie: this.cookie, ...(type !== undefined && { 'content-type': type }) },
          body: body as BodyInit | undefined,
        });
        if (response.ok) return new Response(response.status === 204 ? null : bytes, response);
        last = new TextDecoder().decode(bytes).slice(0, 500);
        if (response.status < 500 && response.status !== 429) throw new RefusedError(response.status, last);
      } catch (error) {
        if (error instanceof RefusedError) throw error;
      }
      this.figures.unanswered++;
      if (Date.now() >= giveUpAt) throw new UnansweredError(`${method} ${path} is not answered: ${last}`);
      await sleep(PAUSE_MS);
    }
  }
}

type Serialized = Parameters<typeof superjson.deserialize>[0];
