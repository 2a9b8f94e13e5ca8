import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AttackedServer } from '../support/attacked-server';
import { startAttackedServer } from '../support/attacked-server';

const HTTPS = 'https://winnow.example';

let plain: AttackedServer;
let secure: AttackedServer;
let cookie: string;

beforeAll(async () => {
  [plain, secure] = await Promise.all([startAttackedServer(), startAttackedServer({ WINNOW_URL: HTTPS })]);
  cookie = await plain.cookiesOf(plain.members.owner);
});
afterAll(() => Promise.all([plain.stop(), secure.stop()]));

/** Of each directive its sources. */
function policyOf(response: Response): Map<string, string[]> {
  const directives = (response.headers.get('content-security-policy') ?? '').split(';');
  return new Map(
    directives.map((directive) => {
      const [name = '', ...sources] = directive.trim().split(/\s+/);
      return [name, sources];
    }),
  );
}

const page = (path: string) => plain.ask(path, { cookie });

describe('pages', () => {
  it.each(['/projects', '/sign-in', '/api/docs', '/laboratory', '/no/such/page', '/account'])(
    '%s runs no script but those that Winnow itself put there',
    async (path) => {
      const response = await page(path);
      const policy = policyOf(response);
      const scripts = policy.get('script-src') ?? [];
      expect(scripts).not.toContain("'unsafe-inline'");
      expect(scripts).not.toContain("'unsafe-eval'");
      const nonce = scripts.map((source) => /^'nonce-(.{22,})'$/.exec(source)?.[1]).find(Boolean);
      const tags = [...(await response.text()).matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
      expect(tags.length).toBeGreaterThan(3);
      for (const tag of tags) expect(tag).toContain(`nonce="${nonce}"`);
      expect(policy.get('object-src')).toEqual(["'none'"]);
      expect(policy.get('base-uri')).toEqual(["'none'"]);
      expect(policy.get('form-action')).toEqual(["'self'"]);
    },
  );

  it('have another nonce each time, and none that the visitor chose', async () => {
    const chosen = "script-src 'nonce-AAAAAAAAAAAAAAAAAAAAAAAA'";
    const responses = await Promise.all([
      page('/sign-in'),
      page('/sign-in'),
      plain.ask('/sign-in', { headers: { 'content-security-policy': chosen } }),
    ]);
    const nonces = responses.map((response) => String(policyOf(response).get('script-src')));
    expect(new Set(nonces).size).toBe(3);
    expect(nonces.join()).not.toContain('AAAAAAAA');
  });

  it('are kept by no cache where they show what is somebody’s', async () => {
    expect((await page('/projects')).headers.get('cache-control')).toContain('no-store');
  });
});

describe('everything', () => {
  it.each([
    '/projects',
    '/sign-in',
    '/api/health',
    '/api/trpc/session.me',
    '/api/v1/projects',
    '/favicon.ico',
  ])('%s can be framed by nobody, is what it says it is, and tells other sites nothing', async (path) => {
    const { headers } = await page(path);
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('permissions-policy')).toContain('camera=()');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it('that is data and no page loads, runs and sends nothing when a browser shows it', async () => {
    for (const path of [
      '/api/trpc/session.me',
      '/api/v1/projects',
      `/api/projects/${plain.projectId}/examples/0/text`,
      `/api/projects/${plain.projectId}/exports/csv?split=pool`,
      '/api/no/such/thing',
    ]) {
      const policy = policyOf(await page(path));
      expect(policy.get('default-src'), path).toEqual(["'none'"]);
      expect(policy.has('sandbox'), path).toBe(true);
    }
  });

  it('is for https only where the address is https', async () => {
    const [http, https] = await Promise.all([plain.ask('/sign-in'), secure.ask('/sign-in')]);
    expect(http.headers.get('strict-transport-security')).toBeNull();
    const seconds = /max-age=(\d+)/.exec(https.headers.get('strict-transport-security') ?? '')?.[1];
    expect(Number(seconds)).toBeGreaterThanOrEqual(365 * 86_400);
  });

  it('allows no other site to read answers, whatever method it asks about', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const response = await plain.ask('/api/trpc/session.me', { method, cookie });
      expect(response.headers.get('access-control-allow-methods'), method).toBeNull();
      expect(response.headers.get('access-control-allow-origin'), method).toBeNull();
    }
  });
});

describe('the cookie of a session', () => {
  it('is out of reach of scripts and of requests that other sites begin', async () => {
    const [set = ''] = (await plain.signIn(plain.members.viewer)).headers.getSetCookie();
    expect(set).toMatch(/^better-auth\.session_token=[^;]{40,}/);
    expect(set).toMatch(/; HttpOnly/i);
    expect(set).toMatch(/; SameSite=Lax/i);
    expect(set).toMatch(/; Path=\//i);
    expect(set).not.toMatch(/; Domain=/i);
  });

  it('over https is of this host, this path and https alone', async () => {
    const [set = ''] = (await secure.signIn(secure.members.viewer)).headers.getSetCookie();
    expect(set).toMatch(/^__Host-better-auth\.session_token=/);
    for (const attribute of [/; Secure/i, /; HttpOnly/i, /; Path=\/(;|$)/i, /; SameSite=Lax/i]) {
      expect(set).toMatch(attribute);
    }
    expect(set).not.toMatch(/; Domain=/i);
    const me = await secure.ask('/api/trpc/session.me', { cookie: set.split(';')[0] });
    expect(me.status).toBe(200);
  });
});
