import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { ProjectFrame } from '@/components/shell/project-frame';
import { parseTheme, THEME_COOKIE } from '@/components/shell/theme';
import { pageProject } from '@/server/api/page-caller';

interface ProjectLayoutProps {
  readonly params: Promise<{ readonly projectId: string }>;
  readonly children: ReactNode;
}

export async function generateMetadata({ params }: ProjectLayoutProps): Promise<Metadata> {
  const { projectId } = await params;
  // The title of a project that is not there comes from the not-found page, which the layout shows.
  const name = await pageProject(projectId).then(
    (project) => project.name,
    () => 'Not found',
  );
  return { title: { default: name, template: `%s · ${name} · Winnow` } };
}

export default async function ProjectLayout({ params, children }: ProjectLayoutProps) {
  const { projectId } = await params;
  const project = await pageProject(projectId);
  const theme = parseTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <ProjectFrame project={project} theme={theme}>
      {children}
    </ProjectFrame>
  );
}
