'use client';

import { useEffect, useState } from 'react';
import { Search } from 'lucide-react';
import { classNames } from '../ui/class-names';
import { CONTROL } from '../ui/field';

const PAUSE_MS = 250;

interface SearchBoxProps {
  readonly value: string;
  readonly onValueChange: (value: string) => void;
}

/** Asks only once the typing pauses. */
export function SearchBox({ value, onValueChange }: SearchBoxProps) {
  const [draft, setDraft] = useState<string | null>(null);
  useEffect(() => {
    if (draft === null) return;
    const timer = setTimeout(() => {
      onValueChange(draft);
      setDraft(null);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [draft, onValueChange]);
  return (
    <label className="relative min-w-0 flex-1 basis-40 sm:max-w-60">
      <span className="sr-only">Search by name</span>
      <Search className="pointer-events-none absolute top-2.5 left-2.5 size-4 text-ink-faint" aria-hidden />
      <input
        type="search"
        value={draft ?? value}
        placeholder="Search by name"
        onChange={(event) => setDraft(event.target.value)}
        className={classNames(CONTROL, 'pl-8')}
      />
    </label>
  );
}
