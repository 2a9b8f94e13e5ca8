import { PASSWORD_LINK_HOURS } from '@/lib/contracts/account';

/** What to do with a link to choose a password. */
export function LinkNote() {
  return (
    <>
      Give it to this person only: whoever opens it chooses the password. It works once, within{' '}
      {PASSWORD_LINK_HOURS} hours.
    </>
  );
}
