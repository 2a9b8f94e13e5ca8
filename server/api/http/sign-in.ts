import { webProcess } from '../web-process';
import { checkOrigin } from './origin';
import { withBodyRead } from './read-body';
import { readForm } from './read-form';
import { handle } from './session';

/** What the auth library may answer over HTTP; the rest of it is for Winnow's own use. */
const SIGN_OUT = '/api/auth/sign-out';
const OPEN_PATHS = ['/api/auth/get-session', SIGN_OUT];

const MAXIMUM_BODY_BYTES = 1024;

export const answerAuth = handle(async (request) => {
  const { pathname } = new URL(request.url);
  if (!OPEN_PATHS.includes(pathname)) return new Response(null, { status: 404 });
  const { auth, container } = await webProcess();
  checkOrigin(request, container.env.url);
  const answer = await auth.handler(await withBodyRead(request, MAXIMUM_BODY_BYTES));
  // Pictures of examples are kept by the browser, which another person may use next.
  if (pathname === SIGN_OUT && answer.ok) answer.headers.set('clear-site-data', '"cache"');
  return answer;
});

/**
 * Redeems a one-time token. It takes a POST, because mail scanners and link previews only GET, and a link that they
 * opened would be spent.
 */
export const redeemSignInToken = handle(async (request) => {
  const { auth, container } = await webProcess();
  checkOrigin(request, container.env.url);
  const field = await readForm(request);
  const verify = new URL('/api/auth/magic-link/verify', container.env.url);
  verify.searchParams.set('token', field('token'));
  verify.searchParams.set('callbackURL', '/');
  verify.searchParams.set('errorCallbackURL', '/sign-in?problem=link');
  const verified = await auth.handler(new Request(verify, { headers: request.headers }));
  if (verified.status === 429) return seeOther('/sign-in?problem=often', verified);
  const target = new URL(verified.headers.get('location') ?? '/sign-in?problem=link', container.env.url);
  const problem = target.searchParams.get('problem');
  return seeOther(problem ? `/sign-in?problem=${problem}` : target.pathname, verified);
});

function seeOther(location: string, verified: Response): Response {
  const headers = new Headers({ location });
  for (const cookie of verified.headers.getSetCookie()) headers.append('set-cookie', cookie);
  return new Response(null, { status: 303, headers });
}
