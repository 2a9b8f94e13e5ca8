'use client';

import { useRef, type KeyboardEventHandler, type ReactNode } from 'react';
import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { classNames } from './class-names';

interface DialogProps {
  /** Stays mounted while it is closed, so that it fades out; where it is not given, it is open while it is there. */
  readonly open?: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly description?: ReactNode;
  readonly children?: ReactNode;
  /** Buttons; the main one last. */
  readonly footer?: ReactNode;
  /** `center` asks something, `right` shows details beside the page, `left` holds the rail on phones. */
  readonly place?: 'center' | 'right' | 'left';
  readonly onKeyDown?: KeyboardEventHandler;
}

const PLACES = {
  center:
    'top-[max(1rem,8dvh)] left-1/2 w-[min(34rem,calc(100vw-2rem))] max-h-[calc(100dvh-max(2rem,12dvh))] -translate-x-1/2 ' +
    'rounded-lg border data-ending-style:opacity-0 data-starting-style:opacity-0',
  right:
    'inset-y-0 right-0 w-[min(32rem,100vw)] border-l data-ending-style:translate-x-6 data-ending-style:opacity-0 ' +
    'data-starting-style:translate-x-6 data-starting-style:opacity-0',
  left:
    'inset-y-0 left-0 w-[min(19rem,88vw)] border-r data-ending-style:-translate-x-6 data-ending-style:opacity-0 ' +
    'data-starting-style:-translate-x-6 data-starting-style:opacity-0',
};

export function Dialog(props: DialogProps) {
  const { open = true, onClose, title, description, children, footer, place = 'center' } = props;
  const popup = useRef<HTMLDivElement>(null);
  return (
    <BaseDialog.Root open={open} onOpenChange={(next) => next || onClose()}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className="fixed inset-0 z-40 bg-black/35 transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <BaseDialog.Popup
          ref={popup}
          initialFocus={(interaction) => firstField(popup.current, interaction) ?? popup.current}
          onKeyDown={props.onKeyDown}
          className={classNames(
            'fixed z-50 flex flex-col border-line bg-surface text-ink shadow-floating outline-none',
            'transition-[translate,opacity] duration-150 ease-out',
            PLACES[place],
          )}
        >
          <header className="flex items-start gap-4 px-5 pt-4 pb-1">
            <div className="min-w-0 flex-1">
              <BaseDialog.Title className="text-lg font-semibold break-words">{title}</BaseDialog.Title>
              {description && (
                <BaseDialog.Description className="mt-1 text-ink-soft">{description}</BaseDialog.Description>
              )}
            </div>
            <BaseDialog.Close
              aria-label="Close"
              className="-mr-2 flex size-8 shrink-0 items-center justify-center rounded-md text-ink-soft hover:bg-hover hover:text-ink"
            >
              <X className="size-4" aria-hidden />
            </BaseDialog.Close>
          </header>
          {/* It scrolls, so it must be reachable by keyboard even where it holds only text. */}
          <div
            role="group"
            aria-label={title}
            tabIndex={0}
            className="min-h-0 flex-1 overflow-y-auto px-5 py-3 -outline-offset-2"
          >
            {children}
          </div>
          {footer && (
            <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">
              {footer}
            </footer>
          )}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}

/** Forms begin at their first field; on touch screens that would only bring up the keyboard. */
function firstField(popup: HTMLElement | null, interaction: string): HTMLElement | null {
  if (interaction === 'touch') return null;
  return popup?.querySelector<HTMLElement>('input:not([type=file], [aria-hidden=true]), textarea') ?? null;
}
