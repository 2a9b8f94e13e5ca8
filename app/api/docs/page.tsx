import type { Metadata } from 'next';
import { DocsPage } from '@/components/api-docs/docs-page';
import { AppFrame } from '@/components/shell/app-frame';
import { requestTheme } from '@/components/shell/request-theme';
import { currentUser } from '@/server/api/page-session';
import { openApiDocument } from '@/server/api/v1/openapi';

export const metadata: Metadata = { title: 'HTTP API' };

export default async function Page() {
  await currentUser();
  const theme = await requestTheme();
  return (
    <AppFrame theme={theme}>
      <main id="content" tabIndex={-1} className="outline-none">
        <DocsPage document={openApiDocument()} />
      </main>
    </AppFrame>
  );
}
