import type { Metadata } from 'next';
import { Entrance } from '@/components/account/entrance';
import { SignInForm } from '@/components/account/sign-in-form';
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
    <Entrance>
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
        <>
          <SignInForm />
          <p className="text-sm text-ink-soft">
            No password yet, or forgotten? An owner of your project makes you a link. Whoever runs this Winnow
            opens the link that <code className="rounded-sm bg-hover px-1 font-mono">npm start</code> printed.
          </p>
        </>
      )}
    </Entrance>
  );
}
