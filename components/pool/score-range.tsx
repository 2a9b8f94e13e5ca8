'use client';

import { useState, type FocusEvent, type KeyboardEvent } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../api/client';
import { classNames } from '../ui/class-names';
import { CONTROL } from '../ui/field';
import { formatNumber } from '../ui/format';

interface ScoreRangeProps {
  readonly projectId: string;
  readonly scoreSetId: string;
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  readonly onMinimumChange: (value: number | null) => void;
  readonly onMaximumChange: (value: number | null) => void;
}

/** From – to; the empty boxes show where the scores of the pool begin and end. */
export function ScoreRange(props: ScoreRangeProps) {
  const trpc = useTRPC();
  const { projectId, scoreSetId } = props;
  const { data } = useQuery(trpc.scores.distribution.queryOptions({ projectId, scoreSetId }));
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1.5 text-sm font-medium">Score</legend>
      <div className="flex items-center gap-1.5">
        <BoundInput
          key={`minimum ${props.minimum}`}
          label="Lowest score"
          value={props.minimum}
          placeholder={data ? formatNumber(data.minimum) : ''}
          onCommit={props.onMinimumChange}
        />
        <span aria-hidden className="text-ink-faint">
          –
        </span>
        <BoundInput
          key={`maximum ${props.maximum}`}
          label="Highest score"
          value={props.maximum}
          placeholder={data ? formatNumber(data.maximum) : ''}
          onCommit={props.onMaximumChange}
        />
      </div>
    </fieldset>
  );
}

interface BoundInputProps {
  readonly label: string;
  readonly value: number | undefined;
  readonly placeholder: string;
  readonly onCommit: (value: number | null) => void;
}

function BoundInput({ label, value, placeholder, onCommit }: BoundInputProps) {
  const [text, setText] = useState(value === undefined ? '' : String(value));
  const parsed = text.trim() === '' ? null : Number(text);
  const invalid = parsed !== null && !Number.isFinite(parsed);

  function commit(event: FocusEvent | KeyboardEvent): void {
    if (event.type === 'keydown' && (event as KeyboardEvent).key !== 'Enter') return;
    if (!invalid && parsed !== (value ?? null)) onCommit(parsed);
  }

  return (
    <span className="w-24">
      <input
        aria-label={label}
        aria-invalid={invalid || undefined}
        inputMode="decimal"
        value={text}
        placeholder={placeholder}
        onChange={(event) => setText(event.target.value)}
        onBlur={commit}
        onKeyDown={commit}
        className={classNames(CONTROL, 'aria-invalid:border-danger')}
      />
    </span>
  );
}
