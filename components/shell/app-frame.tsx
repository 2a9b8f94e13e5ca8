import type { ReactNode } from 'react';
import { FlaskConical } from 'lucide-react';
import { ButtonLink } from '../ui/button';
import { Brand } from './brand';
import { EngineBadge } from './engine-badge';
import type { Theme } from './theme';
import { ThemeMenu } from './theme-menu';
import { UserMenu } from './user-menu';

interface AppFrameProps {
  readonly theme: Theme;
  /** What stands left of the brand: on phones, the button that opens the rail. */
  readonly start?: ReactNode;
  /** What stands right of the brand: project and stage. */
  readonly trail?: ReactNode;
  readonly children: ReactNode;
}

/** The bar on top of every page, and the page. */
export function AppFrame({ theme, start, trail, children }: AppFrameProps) {
  return (
    <>
      <a
        href="#content"
        className="fixed top-2 left-2 z-50 rounded-md bg-accent px-3 py-2 text-on-accent not-focus:sr-only"
      >
        Skip to content
      </a>
      <header className="sticky top-0 z-30 flex h-12 items-center gap-1 border-b border-line bg-surface px-2 sm:px-4">
        {start}
        <Brand />
        <div className="flex min-w-0 flex-1 items-center">{trail}</div>
        <div className="hidden md:block">
          <EngineBadge />
        </div>
        <ButtonLink
          href="/laboratory"
          variant="quiet"
          size="small"
          className="px-2"
          aria-label="Laboratory"
          icon={<FlaskConical aria-hidden />}
        >
          <span className="max-lg:sr-only">Laboratory</span>
        </ButtonLink>
        <ThemeMenu initial={theme} />
        <UserMenu />
      </header>
      {children}
    </>
  );
}
