import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { LaboratoryPage } from '@/components/laboratory/laboratory-page';
import { AppFrame } from '@/components/shell/app-frame';
import { parseTheme, THEME_COOKIE } from '@/components/shell/theme';

export const metadata: Metadata = { title: 'Laboratory' };

export default async function Page() {
  const theme = parseTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <AppFrame theme={theme}>
      <main id="content" tabIndex={-1} className="outline-none">
        <LaboratoryPage />
      </main>
    </AppFrame>
  );
}
