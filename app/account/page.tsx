import type { Metadata } from 'next';
import { AccountPage } from '@/components/account/account-page';
import { AppFrame } from '@/components/shell/app-frame';
import { requestTheme } from '@/components/shell/request-theme';
import { currentUser } from '@/server/api/page-session';

export const metadata: Metadata = { title: 'Account' };

export default async function Page() {
  await currentUser();
  const theme = await requestTheme();
  return (
    <AppFrame theme={theme}>
      <main id="content" tabIndex={-1} className="outline-none">
        <AccountPage />
      </main>
    </AppFrame>
  );
}
