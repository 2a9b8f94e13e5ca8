import { Button } from './button';
import { ErrorNote } from './error-note';

interface FormActionsProps {
  /** What the button does: "Create project", never "OK". */
  readonly submitLabel: string;
  readonly onCancel: () => void;
  readonly disabled?: boolean;
  readonly pending: boolean;
  readonly error: unknown;
}

/** The end of a form in a dialog: what went wrong, and its two buttons. */
export function FormActions({ submitLabel, onCancel, disabled, pending, error }: FormActionsProps) {
  return (
    <>
      {error ? <ErrorNote error={error} /> : null}
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" disabled={disabled} pending={pending}>
          {submitLabel}
        </Button>
      </div>
    </>
  );
}
