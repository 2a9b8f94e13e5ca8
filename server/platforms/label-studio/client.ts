import { z } from 'zod';
import { AppError } from '@/lib/errors';
import type { OutgoingResponse } from '../../outgoing/guarded-request';
import type { PlatformAddress } from '../annotation-platform';
import type { AskedPlatform } from '../http/answer-error';
import { answerError } from '../http/answer-error';
import type { ClientOptions, Credentials, HttpCall } from '../http/http-client';
import { HttpClient, parseJson } from '../http/http-client';
import { expiryOf, kindOfToken } from './token';

/** A short-lived token is renewed so long before it runs out. */
const RENEW_BEFORE_MS = 60_000;
const REFRESH = 'api/token/refresh/';

const ASKED: AskedPlatform = {
  title: 'Label Studio',
  tokenRemedy:
    'Copy the token anew from Label Studio: Account & Settings → Personal Access Token (or Legacy Token).',
  explain(status, said, host) {
    if (status === 401 && /legacy token/i.test(said)) {
      return new AppError(
        'bad-input',
        `${host} takes no legacy tokens: its organization has turned them off.`,
        'Use a personal access token (Account & Settings → Personal Access Token), or turn legacy tokens on in Label Studio’s organization settings.',
      );
    }
    if (!/reserved network address/i.test(said)) return null;
    return new AppError(
      'bad-input',
      `${host} calls no address of its own machine or network, and Winnow’s is one.`,
      'Start Label Studio with SSRF_PROTECTION_ENABLED=false, or give Winnow an address that it calls (WINNOW_URL).',
    );
  },
};

/** Label Studio's REST API, with tokens of both kinds. */
export function labelStudioClient(address: PlatformAddress, options: Partial<ClientOptions>): HttpClient {
  const { host } = new URL(address.baseUrl);
  return new HttpClient(address, { ...ASKED, credentials: new Token(address.token, host) }, options);
}

/** A legacy token is sent as it is; a personal one is exchanged for one that lasts some minutes. */
class Token implements Credentials {
  private access: { token: string; until: number } | null = null;

  constructor(
    private readonly token: string,
    private readonly host: string,
  ) {}

  async headers(ask: (call: HttpCall) => Promise<OutgoingResponse>): Promise<{ authorization: string }> {
    if (kindOfToken(this.token) === 'legacy') return { authorization: `Token ${this.token}` };
    if (!this.access || this.access.until < Date.now()) this.access = await this.renew(ask);
    return { authorization: `Bearer ${this.access.token}` };
  }

  refused(): boolean {
    this.access = null;
    return kindOfToken(this.token) === 'personal';
  }

  private async renew(ask: (call: HttpCall) => Promise<OutgoingResponse>) {
    const { host } = this;
    const response = await ask({ method: 'POST', path: REFRESH, body: { refresh: this.token } });
    if (response.status === 404) {
      throw new AppError(
        'bad-input',
        `${host} knows no personal access tokens; Label Studio has them since 1.17.`,
        'Use a legacy token (Account & Settings → Access Token), or update Label Studio.',
      );
    }
    if (response.status !== 200) throw answerError(response, { host, path: REFRESH, platform: ASKED });
    const { access } = z.object({ access: z.string() }).parse(parseJson(response.body));
    const expiry = expiryOf(access)?.getTime() ?? Date.now() + 2 * RENEW_BEFORE_MS;
    return { token: access, until: expiry - RENEW_BEFORE_MS };
  }
}
