import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { ProjectFrame } from '@/components/shell/project-frame';
import { requestTheme } from '@/components/shell/request-theme';
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
  const theme = await requestTheme();
  return (
    <ProjectFrame project={project} theme={theme}>
      {children}
    </ProjectFrame>
  );
}
