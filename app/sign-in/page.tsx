import type { Metadata } from 'next';
import { BrandMark } from '@/components/shell/brand';
import { Button } from '@/components/ui/button';
import { ErrorNote } from '@/components/ui/error-note';

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
    <main className="mx-auto flex min-h-dvh max-w-sm flex-col justify-center gap-5 p-6">
      <div className="flex items-center gap-2.5 text-2xl font-semibold tracking-[-0.011em]">
        <BrandMark />
        <h1>Winnow</h1>
      </div>
      <p className="text-ink-soft">
        Which part of an unlabeled pool is worth labeling, and is it worth it at all?
      </p>
      {what && <ErrorNote error={{ message: what }} />}
      {typeof token === 'string' ? (
        <form method="post" action="/sign-in/confirm">
          <input type="hidden" name="token" value={token} />
          <Button type="submit" variant="primary" size="large" autoFocus className="w-full">
            Sign in
          </Button>
        </form>
      ) : (
        <p>
          Open the link that <code className="rounded-sm bg-hover px-1 font-mono text-sm">npm start</code>{' '}
          printed. Each start prints a fresh one; it signs you in once.
        </p>
      )}
    </main>
  );
}
