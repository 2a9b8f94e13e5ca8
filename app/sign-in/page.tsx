import type { Metadata } from 'next';

export const metadata: Metadata = { title: 'Sign in' };

const PROBLEMS: Record<string, string> = {
  link: 'This link was used before or is too old.',
  often: 'That were many tries. Wait a minute, then try again.',
};

/** The token is redeemed by a click and not by opening the page, because link previews open pages too. */
export default async function SignInPage({
  searchParams,
}: {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { token, problem } = await searchParams;
  const what = typeof problem === 'string' ? PROBLEMS[problem] : undefined;
  return (
    <main className="mx-auto flex min-h-dvh max-w-sm flex-col justify-center gap-6 p-6">
      <h1 className="text-2xl font-semibold">Winnow</h1>
      {what && <p role="alert">{what}</p>}
      {typeof token === 'string' ? (
        <form method="post" action="/sign-in/confirm">
          <input type="hidden" name="token" value={token} />
          <button type="submit" autoFocus className="w-full rounded border px-4 py-2 font-medium">
            Sign in
          </button>
        </form>
      ) : (
        <p>
          Open the link that <code>npm start</code> printed. Each start prints a fresh one; it signs you in
          once.
        </p>
      )}
    </main>
  );
}
