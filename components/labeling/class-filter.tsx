'use client';

import { useId, useState, type KeyboardEvent } from 'react';
import { Check } from 'lucide-react';
import { classNames } from '../ui/class-names';
import { CONTROL } from '../ui/field';
import { matchingClasses } from './answer-keys';

interface ClassFilterProps {
  readonly classes: readonly string[];
  readonly chosen: number | null;
  readonly disabled: boolean;
  readonly onChoose: (label: number) => void;
  readonly onSkip: () => void;
  readonly onUndo: () => void;
}

/** Many classes: type a part of the name, Enter takes the marked one, arrows move the mark. */
export function ClassFilter({ classes, chosen, disabled, onChoose, onSkip, onUndo }: ClassFilterProps) {
  const listId = useId();
  const [typed, setTyped] = useState('');
  const [marked, setMarked] = useState(0);
  const matches = matchingClasses(classes, typed);
  const current = Math.min(marked, matches.length - 1);

  function choose(label: number | undefined): void {
    if (label === undefined || disabled) return;
    onChoose(label);
    setTyped('');
    setMarked(0);
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.altKey) return;
    const control = event.ctrlKey || event.metaKey;
    if (event.key === 'ArrowDown') setMarked(Math.min(current + 1, matches.length - 1));
    else if (event.key === 'ArrowUp') setMarked(Math.max(current - 1, 0));
    else if (event.key === 'Enter' && control) onSkip();
    else if (event.key === 'Enter') choose(matches[current]);
    else if (event.key === 'z' && control && typed === '') onUndo();
    else return;
    event.preventDefault();
  }

  return (
    <div className="flex min-h-0 flex-col gap-2">
      <input
        role="combobox"
        aria-label="Class: type a part of its name"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={matches.length > 0 ? `${listId}-${matches[current]}` : undefined}
        autoFocus
        autoComplete="off"
        spellCheck={false}
        placeholder="Type a class"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setMarked(0);
        }}
        onKeyDown={onKeyDown}
        className={CONTROL}
      />
      <ul
        id={listId}
        role="listbox"
        aria-label="Classes"
        className="max-h-60 min-h-0 overflow-y-auto rounded-md border border-line lg:max-h-[calc(100dvh-20rem)]"
      >
        {matches.map((label, index) => (
          <li
            key={label}
            id={`${listId}-${label}`}
            role="option"
            aria-selected={index === current}
            aria-disabled={disabled || undefined}
            onClick={() => choose(label)}
            className={classNames(
              'flex min-h-10 cursor-pointer touch-manipulation items-center px-3 hover:bg-hover',
              'aria-selected:bg-accent-soft aria-selected:font-medium',
              chosen === label && 'text-accent',
            )}
          >
            {classes[label]}
            {chosen === label && <Check className="ml-auto size-4" aria-label="chosen" />}
          </li>
        ))}
        {matches.length === 0 && <li className="px-3 py-2.5 text-ink-soft">No class matches “{typed}”.</li>}
      </ul>
    </div>
  );
}
