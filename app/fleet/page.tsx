import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { FleetPage } from '@/components/fleet/fleet-page';
import { AppFrame } from '@/components/shell/app-frame';
import { parseTheme, THEME_COOKIE } from '@/components/shell/theme';
import { currentUser } from '@/server/api/page-session';

export const metadata: Metadata = { title: 'Workers' };

export default async function Page() {
  await currentUser();
  const theme = parseTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <AppFrame theme={theme}>
      <main id="content" tabIndex={-1} className="outline-none">
        <FleetPage />
      </main>
    </AppFrame>
  );
}
