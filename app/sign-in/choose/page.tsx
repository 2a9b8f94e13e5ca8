import type { Metadata } from 'next';
import { ChoosePasswordForm } from '@/components/account/choose-password-form';
import { Entrance } from '@/components/account/entrance';
import { ButtonLink } from '@/components/ui/button';
import { ErrorNote } from '@/components/ui/error-note';
import { accountOfLink } from '@/server/api/http/password-sign-in';

export const metadata: Metadata = { title: 'Choose a password' };

/** Looking at the page does not spend the link; saving a password does. */
export default async function ChoosePasswordPage({
  searchParams,
}: {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { token } = await searchParams;
  const account = typeof token === 'string' ? await accountOfLink(token) : null;
  if (typeof token !== 'string' || account === null) {
    return (
      <Entrance>
        <ErrorNote
          error={{
            message: 'This link was used before or is too old.',
            remedy: 'Ask an owner of your project for another one.',
          }}
        />
        <ButtonLink href="/sign-in">Sign in</ButtonLink>
      </Entrance>
    );
  }
  return (
    <Entrance title="Choose a password">
      <p className="text-ink-soft">
        Hello {account.name}. From then on you sign in to Winnow with your e-mail address and this password.
        Wherever you are signed in now, you are signed out.
      </p>
      <ChoosePasswordForm token={token} email={account.email} />
    </Entrance>
  );
}
