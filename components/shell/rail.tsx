'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { History, KeyRound, Plug, Scale, UsersRound } from 'lucide-react';
import { roleAllows } from '@/lib/contracts/access';
import type { StageView } from '@/lib/contracts/project';
import { useProject } from '../projects/use-project';
import { ErrorNote } from '../ui/error-note';
import { Skeleton } from '../ui/skeleton';
import { StageMark } from './stage-mark';
import { SIDE_PAGES, STAGE_TITLES, STATE_WORDS, sidePath, stagePath, stagesFor } from './stages';

const SIDE_ICONS = { agreement: Scale, platform: Plug, api: KeyRound, people: UsersRound, audit: History };

interface RailProps {
  readonly projectId: string;
  /** Called when a stage was chosen: closes the drawer on phones. */
  readonly onChoose?: () => void;
}

/** The way of the data, with the state of each stage; for annotators the one stage that is theirs. */
export function Rail({ projectId, onChoose }: RailProps) {
  const pathname = usePathname();
  const { data: project, error } = useProject(projectId);
  if (error && !project) return <ErrorNote error={error} />;
  // While the role is not known, what everybody sees.
  const role = project?.role ?? 'annotator';
  const sidePages = SIDE_PAGES.filter(({ access }) => roleAllows(role, access));
  return (
    <nav aria-label="Stages">
      <ol className="relative flex flex-col">
        <li aria-hidden className="absolute top-6 bottom-6 left-5 -ml-px border-l border-line" />
        {stagesFor(role).map((stage) => {
          const view = project?.stages.find((candidate) => candidate.stage === stage);
          const path = stagePath(projectId, stage);
          return (
            <li key={stage}>
              <Link
                href={path}
                aria-current={pathname.startsWith(path) ? 'page' : undefined}
                onClick={onChoose}
                className="relative flex min-h-12 items-center gap-3 rounded-md px-3 py-1.5 hover:bg-hover aria-[current=page]:bg-accent-soft"
              >
                <StageMark state={view?.state ?? 'waiting'} />
                <StageText title={STAGE_TITLES[stage]} view={view} />
              </Link>
            </li>
          );
        })}
      </ol>
      <ul className="mt-2 border-t border-line pt-2 empty:hidden">
        {sidePages.map(({ page, title, detail }) => {
          const Icon = SIDE_ICONS[page];
          return (
            <li key={page}>
              <Link
                href={sidePath(projectId, page)}
                aria-current={pathname.startsWith(sidePath(projectId, page)) ? 'page' : undefined}
                onClick={onChoose}
                className="flex min-h-12 items-center gap-3 rounded-md px-3 py-1.5 hover:bg-hover aria-[current=page]:bg-accent-soft"
              >
                <Icon className="size-4 shrink-0 text-ink-soft" aria-hidden />
                <span className="min-w-0 flex-1">
                  <span className="block font-medium">{title}</span>
                  <span className="block truncate text-sm text-ink-faint">{detail}</span>
                </span>
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

function StageText({ title, view }: { readonly title: string; readonly view: StageView | undefined }) {
  return (
    <span className="min-w-0 flex-1">
      <span className={view?.state === 'waiting' ? 'block text-ink-soft' : 'block font-medium'}>{title}</span>
      {view ? (
        <span className="block truncate text-sm text-ink-faint">
          <span className="sr-only">{STATE_WORDS[view.state]}. </span>
          {view.detail}
        </span>
      ) : (
        <Skeleton className="mt-1 h-3 w-24" />
      )}
    </span>
  );
}
