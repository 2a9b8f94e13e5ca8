import type { Metadata } from 'next';
import { ProjectsPage } from '@/components/projects/projects-page';
import { AppFrame } from '@/components/shell/app-frame';
import { requestTheme } from '@/components/shell/request-theme';

export const metadata: Metadata = { title: 'Projects' };

export default async function Page() {
  const theme = await requestTheme();
  return (
    <AppFrame theme={theme}>
      <main id="content" tabIndex={-1} className="outline-none">
        <ProjectsPage />
      </main>
    </AppFrame>
  );
}
