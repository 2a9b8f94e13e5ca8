'use client';

import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { ExampleTextView } from '@/lib/contracts/example';
import { Button } from '../ui/button';
import { classNames } from '../ui/class-names';
import { ErrorNote } from '../ui/error-note';
import { formatCount } from '../ui/format';
import { Skeleton } from '../ui/skeleton';
import { exampleTextQuery } from './example-text-query';

interface ExampleTextProps {
  readonly text: ExampleTextView;
  readonly className?: string;
}

/** More characters than this are laid out only when asked for: nobody reads them to label, and browsers get slow. */
const SHOWN_CHARACTERS = 50_000;

/** A whole text at a width that reads well, with its own line breaks. Give it a `key` of the example. */
export function ExampleText({ text, className }: ExampleTextProps) {
  const [whole, setWhole] = useState(false);
  const { data, error, refetch } = useQuery(exampleTextQuery(text.url));
  if (error && data === undefined) {
    return (
      <ErrorNote
        error={error}
        action={
          <Button size="small" onClick={() => void refetch()}>
            Load again
          </Button>
        }
      />
    );
  }
  if (data === undefined) return <TextSkeleton />;
  const cut = !whole && data.length > SHOWN_CHARACTERS;
  return (
    <div className={classNames('max-w-[68ch] text-base leading-6', className)}>
      <div className="break-words whitespace-pre-wrap">{cut ? data.slice(0, SHOWN_CHARACTERS) : data}</div>
      {cut && (
        <Button className="mt-3" onClick={() => setWhole(true)}>
          Show the other {formatCount(data.length - SHOWN_CHARACTERS)} characters
        </Button>
      )}
    </div>
  );
}

function TextSkeleton() {
  return (
    <div role="status" aria-label="Loading the text" className="flex w-full max-w-[68ch] flex-col gap-2.5">
      {['w-2/3', 'w-full', 'w-11/12', 'w-full', 'w-4/5'].map((width, line) => (
        <Skeleton key={line} className={classNames('h-4', width)} />
      ))}
    </div>
  );
}
