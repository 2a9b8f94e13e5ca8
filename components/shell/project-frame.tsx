'use client';

import { useState, type ReactNode } from 'react';
import { usePathname } from 'next/navigation';
import { Menu as MenuIcon } from 'lucide-react';
import { STAGES, type ProjectView } from '@/lib/contracts/project';
import { useProject } from '../projects/use-project';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { AppFrame } from './app-frame';
import { EngineBadge } from './engine-badge';
import { NotForRole } from './not-for-role';
import { ProjectSwitcher } from './project-switcher';
import { Rail } from './rail';
import { mayOpen, SIDE_PAGES, STAGE_TITLES, sidePath, stagePath } from './stages';
import type { Theme } from './theme';
import { useFreshStages } from './use-fresh-stages';

interface ProjectFrameProps {
  readonly project: ProjectView;
  readonly theme: Theme;
  readonly children: ReactNode;
}

/** Rail beside the page; on phones the rail lies in a drawer. */
export function ProjectFrame({ project, theme, children }: ProjectFrameProps) {
  const projectId = project.id;
  const { data: current } = useProject(projectId, project);
  useFreshStages(current);
  const [railOpen, setRailOpen] = useState(false);
  const pathname = usePathname();
  return (
    <AppFrame
      theme={theme}
      start={
        <Button
          variant="quiet"
          size="small"
          className="px-2 lg:hidden"
          aria-label="Stages"
          aria-expanded={railOpen}
          icon={<MenuIcon aria-hidden />}
          onClick={() => setRailOpen(true)}
        />
      }
      trail={<Breadcrumbs projectId={projectId} />}
    >
      <div className="lg:grid lg:grid-cols-[15rem_minmax(0,1fr)]">
        <aside className="sticky top-12 hidden h-[calc(100dvh-3rem)] overflow-y-auto border-r border-line bg-surface p-2.5 lg:block">
          <Rail projectId={projectId} />
        </aside>
        <main id="content" tabIndex={-1} className="min-w-0 outline-none">
          {mayOpen((current ?? project).role, projectId, pathname) ? (
            children
          ) : (
            <NotForRole projectId={projectId} role={(current ?? project).role} />
          )}
        </main>
      </div>
      <Dialog open={railOpen} onClose={() => setRailOpen(false)} title="Stages" place="left">
        <div className="-mx-2.5 flex flex-col gap-4">
          <Rail projectId={projectId} onChoose={() => setRailOpen(false)} />
          <EngineBadge />
        </div>
      </Dialog>
    </AppFrame>
  );
}

function Breadcrumbs({ projectId }: { readonly projectId: string }) {
  const pathname = usePathname();
  const stage = STAGES.find((candidate) => pathname.startsWith(stagePath(projectId, candidate)));
  const side = SIDE_PAGES.find(({ page }) => pathname.startsWith(sidePath(projectId, page)));
  const title = stage ? STAGE_TITLES[stage] : side?.title;
  return (
    <nav aria-label="Where you are" className="flex min-w-0 items-center gap-1">
      <span className="text-line-strong" aria-hidden>
        /
      </span>
      <ProjectSwitcher projectId={projectId} />
      {title && (
        <span className="hidden items-center gap-2 text-ink-soft sm:flex">
          <span className="text-line-strong" aria-hidden>
            /
          </span>
          {title}
        </span>
      )}
    </nav>
  );
}
