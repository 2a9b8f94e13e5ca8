import { webProcess } from '../web-process';
import { checkOrigin } from './origin';
import { handle } from './session';

/** What the auth library may answer over HTTP; the rest of it is for Winnow's own use. */
const OPEN_PATHS = ['/api/auth/get-session', '/api/auth/sign-out'];

export async function answerAuth(request: Request): Promise<Response> {
  if (!OPEN_PATHS.includes(new URL(request.url).pathname)) return new Response(null, { status: 404 });
  const { auth } = await webProcess();
  return auth.handler(request);
}

/**
 * Redeems a one-time token. It takes a POST, because mail scanners and link previews only GET, and a link that they
 * opened would be spent.
 */
export const redeemSignInToken = handle(async (request) => {
  checkOrigin(request);
  const token = (await request.formData()).get('token');
  const { auth, container } = await webProcess();
  const verify = new URL('/api/auth/magic-link/verify', container.env.url);
  verify.searchParams.set('token', typeof token === 'string' ? token : '');
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
