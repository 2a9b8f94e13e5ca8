'use client';

import type { SchemeInfo } from '@/lib/contracts/selection';
import { ChoiceCards } from '../ui/choice-cards';

interface SchemeChoiceProps {
  readonly schemes: readonly SchemeInfo[];
  readonly value: string;
  readonly onValueChange: (name: string) => void;
}

/** Every scheme with what it does; where it comes from is told of the chosen one. */
export function SchemeChoice({ schemes, value, onValueChange }: SchemeChoiceProps) {
  const chosen = schemes.find(({ name }) => name === value);
  return (
    <div>
      <ChoiceCards
        label="Scheme"
        columns={1}
        value={value}
        onValueChange={onValueChange}
        options={schemes.map(({ name, title, description }) => ({ value: name, title, description }))}
      />
      {chosen && <p className="mt-2 text-sm text-ink-faint">Source: {chosen.source}</p>}
    </div>
  );
}
