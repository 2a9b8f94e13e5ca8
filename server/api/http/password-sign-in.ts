import { passwordSchema } from '@/lib/contracts/account';
import { AppError } from '@/lib/errors';
import { noteAuth } from '../../auth/auth-log';
import { findPasswordLink } from '../../auth/links';
import { refuseGuessable } from '../../auth/password-rules';
import { forgivePasswordTries, takePasswordTry } from '../../auth/password-tries';
import { tooManyTries } from '../../auth/too-many-tries';
import { webProcess } from '../web-process';
import { endEarlierSession } from './earlier-session';
import { checkOrigin } from './origin';
import { readForm } from './read-form';
import { handle } from './session';

/** `POST` of a form with `email` and `password`. The answer says nothing of whether there is such an account. */
export const signInWithPassword = handle(async (request) => {
  const { container } = await webProcess();
  checkOrigin(request, container.env.url);
  const field = await readForm(request);
  return signedIn(request, field('email').trim().toLowerCase(), field('password'));
});

/** `POST` of a form with `token` and `password`: the link's account has this password from now on, and is signed in. */
export const choosePassword = handle(async (request) => {
  const { auth, container } = await webProcess();
  checkOrigin(request, container.env.url);
  const field = await readForm(request);
  const parsed = passwordSchema.safeParse(field('password'));
  if (!parsed.success) {
    throw new AppError('bad-input', parsed.error.issues[0]?.message ?? '', 'Choose another one.');
  }
  const token = field('token');
  const account = await findPasswordLink(auth, token);
  if (account) await refuseGuessable(parsed.data, account);
  const changed =
    account &&
    (await auth.api.resetPassword({ body: { token, newPassword: parsed.data } }).catch(() => null));
  noteAuth(container, {
    event: 'password-chosen',
    outcome: changed ? 'done' : 'refused',
    ...(account && { userId: account.id }),
  });
  if (!changed) {
    throw new AppError(
      'not-found',
      'This link was used before or is too old.',
      'Ask an owner of your project for another one.',
    );
  }
  await forgivePasswordTries(container.db, account.email, new Date());
  return signedIn(request, account.email, parsed.data);
});

/** For the page behind a link. */
export async function accountOfLink(token: string): Promise<{ email: string; name: string } | null> {
  const { auth } = await webProcess();
  return findPasswordLink(auth, token);
}

async function signedIn(request: Request, email: string, password: string): Promise<Response> {
  const { auth, container } = await webProcess();
  const waitMs = await takePasswordTry(container.db, email, new Date());
  const signIn = { event: 'sign-in', by: 'password', tried: email } as const;
  if (waitMs !== null) {
    noteAuth(container, { ...signIn, outcome: 'rationed' });
    throw tooManyTries(waitMs);
  }
  const { origin } = new URL(container.env.url);
  const headers = new Headers({ 'content-type': 'application/json', origin });
  for (const name of ['user-agent', 'x-forwarded-for']) {
    const value = request.headers.get(name);
    if (value) headers.set(name, value);
  }
  const body = JSON.stringify({ email, password });
  const answer = await auth.handler(
    new Request(`${origin}/api/auth/sign-in/email`, { method: 'POST', headers, body }),
  );
  const outcome = answer.ok ? 'done' : answer.status === 429 ? 'rationed' : 'refused';
  noteAuth(container, { ...signIn, outcome });
  if (outcome === 'rationed') throw tooManyTries(Number(answer.headers.get('x-retry-after') ?? 60) * 1000);
  if (!answer.ok) {
    throw new AppError(
      'unauthenticated',
      'No account here has this e-mail address and password.',
      'Check both. An owner of your project can make you a link to choose another password.',
    );
  }
  await forgivePasswordTries(container.db, email, new Date());
  await endEarlierSession(request.headers);
  const cookies = new Headers({ 'cache-control': 'no-store' });
  for (const cookie of answer.headers.getSetCookie()) cookies.append('set-cookie', cookie);
  // A form that was sent before the page's code had come.
  const isPage = request.headers.get('accept')?.includes('text/html') === true;
  if (isPage) cookies.set('location', '/');
  return new Response(null, { status: isPage ? 303 : 204, headers: cookies });
}
