import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { DocsPage } from '@/components/api-docs/docs-page';
import { AppFrame } from '@/components/shell/app-frame';
import { parseTheme, THEME_COOKIE } from '@/components/shell/theme';
import { currentUser } from '@/server/api/page-session';
import { openApiDocument } from '@/server/api/v1/openapi';

export const metadata: Metadata = { title: 'HTTP API' };

export default async function Page() {
  await currentUser();
  const theme = parseTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <AppFrame theme={theme}>
      <main id="content" tabIndex={-1} className="outline-none">
        <DocsPage document={openApiDocument()} />
      </main>
    </AppFrame>
  );
}
