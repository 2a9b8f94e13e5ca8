'use client';

import type { ReactNode } from 'react';
import { Field as BaseField } from '@base-ui/react/field';
import { classNames } from './class-names';

export interface FieldProps {
  readonly label: ReactNode;
  /** What the value means, in one line. */
  readonly hint?: ReactNode;
  /** Why the value is refused; stands beside the control. */
  readonly error?: string | null;
  readonly hideLabel?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

/** Ties label, control, hint and error together for eyes and for assistive technology. */
export function Field({ label, hint, error, hideLabel = false, className, children }: FieldProps) {
  return (
    <BaseField.Root
      invalid={Boolean(error)}
      className={classNames('flex min-w-0 flex-col gap-1.5', className)}
    >
      <BaseField.Label className={hideLabel ? 'sr-only' : 'text-sm font-medium text-ink'}>
        {label}
      </BaseField.Label>
      {children}
      {hint && <BaseField.Description className="text-sm text-ink-faint">{hint}</BaseField.Description>}
      {error && (
        <BaseField.Error match className="text-sm text-danger">
          {error}
        </BaseField.Error>
      )}
    </BaseField.Root>
  );
}

/** The look that all text-like controls share. 16 px on phones, where smaller text makes the browser zoom in. */
export const CONTROL =
  'min-h-9 w-full rounded-md border border-line-strong/70 bg-surface px-3 text-lg sm:text-base text-ink ' +
  'placeholder:text-ink-faint hover:border-line-strong disabled:bg-sunken disabled:text-ink-faint ' +
  'data-invalid:border-danger';
