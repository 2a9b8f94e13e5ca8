import { useId, type ReactNode } from 'react';
import { classNames } from './class-names';

interface SectionProps {
  readonly title: ReactNode;
  readonly description?: ReactNode;
  /** Small actions at the right of the title. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  /** `card` puts a surface around it; `plain` lets the content touch the page (grids of images). */
  readonly look?: 'card' | 'plain';
  readonly className?: string;
}

/** A named part of a page. */
export function Section({ title, description, actions, children, look = 'card', className }: SectionProps) {
  const titleId = useId();
  return (
    <section
      aria-labelledby={titleId}
      className={classNames(
        'min-w-0',
        look === 'card' && 'rounded-lg border border-line bg-surface p-4 shadow-raised sm:p-5',
        className,
      )}
    >
      <div className="mb-3 flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <h2 id={titleId} className="text-lg font-semibold">
            {title}
          </h2>
          {description && <p className="mt-0.5 max-w-[70ch] text-ink-soft">{description}</p>}
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
      {children}
    </section>
  );
}
