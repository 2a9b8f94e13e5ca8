'use client';

import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { useId } from 'react';
import type { SchemeInfo } from '@/lib/contracts/selection';
import { SCHEME_FAMILIES } from '@/lib/selections/scheme';
import { FAMILY_TITLES, schemeFacts } from './scheme-facts';

interface SchemeChoiceProps {
  readonly schemes: readonly SchemeInfo[];
  readonly value: string;
  readonly onValueChange: (name: string) => void;
}

/** Every scheme, by what it has in common with others; what it does and where it comes from is told of the chosen one. */
export function SchemeChoice({ schemes, value, onValueChange }: SchemeChoiceProps) {
  const labelId = useId();
  return (
    <div className="flex flex-col gap-1.5">
      <span id={labelId} className="text-sm font-medium">
        Scheme
      </span>
      <RadioGroup
        aria-labelledby={labelId}
        value={value}
        onValueChange={(next: string) => onValueChange(next)}
        className="flex flex-col gap-3"
      >
        {SCHEME_FAMILIES.map((family) => (
          <div key={family}>
            <p className="mb-1 text-sm text-ink-soft">{FAMILY_TITLES[family]}</p>
            <div className="divide-y divide-line rounded-md border border-line-strong/60">
              {schemes
                .filter((scheme) => scheme.family === family)
                .map((scheme) => (
                  <SchemeOption key={scheme.name} scheme={scheme} isChosen={scheme.name === value} />
                ))}
            </div>
          </div>
        ))}
      </RadioGroup>
    </div>
  );
}

function SchemeOption({ scheme, isChosen }: { readonly scheme: SchemeInfo; readonly isChosen: boolean }) {
  return (
    <label className="flex items-start gap-2.5 px-3 py-2 hover:bg-hover has-data-checked:bg-accent-soft">
      <Radio.Root
        value={scheme.name}
        className="mt-0.5 flex size-4.5 shrink-0 items-center justify-center rounded-full border border-line-strong bg-surface data-checked:border-accent"
      >
        <Radio.Indicator className="size-2.5 rounded-full bg-accent" />
      </Radio.Root>
      <span className="min-w-0">
        <span className="block font-medium">{scheme.title}</span>
        {isChosen && (
          <>
            <span className="block text-sm text-ink-soft">{scheme.description}</span>
            {schemeFacts(scheme).map((fact) => (
              <span key={fact} className="mt-1 block text-sm text-ink-faint">
                {fact}
              </span>
            ))}
          </>
        )}
      </span>
    </label>
  );
}
