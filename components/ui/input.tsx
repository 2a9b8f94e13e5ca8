'use client';

import type { ComponentProps } from 'react';
import { Input as BaseInput } from '@base-ui/react/input';
import { classNames } from './class-names';
import { CONTROL, Field } from './field';

type InputProps = Omit<ComponentProps<typeof BaseInput>, 'className'> & {
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | null;
  readonly hideLabel?: boolean;
  readonly className?: string;
};

export function Input({ label, hint, error, hideLabel, className, ...rest }: InputProps) {
  return (
    <Field label={label} hint={hint} error={error} hideLabel={hideLabel} className={className}>
      <BaseInput {...rest} className={classNames(CONTROL, 'py-1')} />
    </Field>
  );
}
