import { noteAuth } from '../../auth/auth-log';
import { webProcess } from '../web-process';
import { endEarlierSession } from './earlier-session';
import { checkOrigin } from './origin';
import { withBodyRead } from './read-body';
import { readForm } from './read-form';
import { handle, userOf } from './session';

/** All that the auth library may answer over HTTP. Of a session it would tell scripts the token, too. */
const SIGN_OUT = '/api/auth/sign-out';

const MAXIMUM_BODY_BYTES = 1024;

export const answerAuth = handle(async (request) => {
  const { pathname } = new URL(request.url);
  if (pathname !== SIGN_OUT) return new Response(null, { status: 404 });
  const { auth, container } = await webProcess();
  checkOrigin(request, container.env.url);
  const user = await userOf(request.headers);
  const answer = await auth.handler(await withBodyRead(request, MAXIMUM_BODY_BYTES));
  if (user) noteAuth(container, { event: 'sign-out', outcome: 'done', userId: user.id });
  // Pictures of examples are kept by the browser, which another person may use next.
  if (answer.ok) answer.headers.set('clear-site-data', '"cache"');
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
  const by = 'link';
  if (verified.status === 429) {
    noteAuth(container, { event: 'sign-in', by, outcome: 'rationed' });
    return seeOther('/sign-in?problem=often', verified);
  }
  const target = new URL(verified.headers.get('location') ?? '/sign-in?problem=link', container.env.url);
  const problem = target.searchParams.get('problem');
  noteAuth(container, { event: 'sign-in', by, outcome: problem ? 'refused' : 'done' });
  if (!problem) await endEarlierSession(request.headers);
  return seeOther(problem ? `/sign-in?problem=${problem}` : target.pathname, verified);
});

function seeOther(location: string, verified: Response): Response {
  const headers = new Headers({ location });
  for (const cookie of verified.headers.getSetCookie()) headers.append('set-cookie', cookie);
  return new Response(null, { status: 303, headers });
}
