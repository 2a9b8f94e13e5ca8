import type { Metadata } from 'next';
import { FleetPage } from '@/components/fleet/fleet-page';
import { AppFrame } from '@/components/shell/app-frame';
import { requestTheme } from '@/components/shell/request-theme';
import { currentUser } from '@/server/api/page-session';

export const metadata: Metadata = { title: 'Workers' };

export default async function Page() {
  await currentUser();
  const theme = await requestTheme();
  return (
    <AppFrame theme={theme}>
      <main id="content" tabIndex={-1} className="outline-none">
        <FleetPage />
      </main>
    </AppFrame>
  );
}
