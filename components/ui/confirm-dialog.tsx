'use client';

import { useState, type ReactNode } from 'react';
import { Button } from './button';
import { Dialog } from './dialog';
import { ErrorNote } from './error-note';
import { Input } from './input';

interface ConfirmDialogProps {
  readonly open?: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly description: ReactNode;
  /** What the button does: "Delete project", never "OK". */
  readonly confirmLabel: string;
  readonly cancelLabel?: string;
  readonly onConfirm: () => void;
  readonly danger?: boolean;
  readonly pending?: boolean;
  readonly error?: unknown;
  /** Asks a second time: this text must be typed before the button works. */
  readonly typeToConfirm?: string;
}

export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, title, description, confirmLabel, onConfirm, danger, pending, error } = props;
  const [typed, setTyped] = useState('');
  const certain = props.typeToConfirm === undefined || typed.trim() === props.typeToConfirm;
  function close(): void {
    setTyped('');
    props.onClose();
  }

  return (
    <Dialog
      open={open}
      onClose={close}
      title={title}
      description={description}
      footer={
        <>
          <Button onClick={close}>{props.cancelLabel ?? 'Keep it'}</Button>
          <Button
            variant={danger ? 'danger' : 'primary'}
            disabled={!certain}
            pending={pending}
            onClick={onConfirm}
          >
            {confirmLabel}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {props.typeToConfirm !== undefined && (
          <Input
            label={`Type “${props.typeToConfirm}” to confirm`}
            value={typed}
            onValueChange={(value) => setTyped(value)}
            autoComplete="off"
            spellCheck={false}
          />
        )}
        {error ? <ErrorNote error={error} /> : null}
      </div>
    </Dialog>
  );
}
