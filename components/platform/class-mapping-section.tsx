'use client';

import { useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Check } from 'lucide-react';
import type { ClassMapping } from '@/lib/contracts/platform';
import { useTRPC } from '../api/client';
import { OnlyFor } from '../projects/only-for';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { ErrorNote } from '../ui/error-note';
import { Section } from '../ui/section';
import { Select } from '../ui/select';
import {
  LEAVE_OUT,
  classByChoiceOf,
  classOptions,
  newClassesOf,
  startingChoices,
  unmatchedBy,
} from './class-choices';

interface ClassMappingSectionProps {
  readonly projectId: string;
  readonly title: string;
  readonly mapping: ClassMapping;
}

/** Which choice there is which class here; what does not fit is seen before anything is written. */
export function ClassMappingSection({ projectId, title, mapping }: ClassMappingSectionProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [chosen, setChosen] = useState(() => startingChoices(mapping));
  const save = useMutation(
    trpc.platforms.saveClasses.mutationOptions({ onSuccess: () => queryClient.invalidateQueries() }),
  );
  const newClasses = newClassesOf(mapping, chosen);
  const unmatched = unmatchedBy(mapping, chosen);
  const unchanged =
    mapping.confirmed &&
    mapping.matches.every(({ choice, className }) => chosen[choice] === (className ?? LEAVE_OUT));
  return (
    <Section
      title="Classes"
      description={`Which choice in ${title} is which class here.`}
      actions={
        mapping.confirmed && (
          <Badge tone="positive" icon={<Check aria-hidden />}>
            Confirmed
          </Badge>
        )
      }
      className="max-w-3xl"
    >
      <div className="flex flex-col gap-4">
        <ul className="flex flex-col gap-2">
          {mapping.matches.map((match) => (
            <li
              key={match.choice}
              className="grid items-center gap-x-4 gap-y-1 sm:grid-cols-[minmax(0,1fr)_minmax(0,1.2fr)]"
            >
              <span className="min-w-0 font-medium break-words" aria-hidden>
                {match.title}
              </span>
              <Select
                label={`Class of “${match.title}”`}
                hideLabel
                value={chosen[match.choice] ?? LEAVE_OUT}
                onValueChange={(name) => setChosen({ ...chosen, [match.choice]: name })}
                options={classOptions(mapping, match)}
              />
            </li>
          ))}
        </ul>
        <div className="flex flex-col gap-1 text-ink-soft" aria-live="polite">
          {newClasses.length > 0 && <p>New in this project: {newClasses.join(', ')}.</p>}
          {unmatched.length > 0 && (
            <p>
              {`No choice there stands for ${unmatched.join(', ')}: annotators in ${title} cannot give ${unmatched.length === 1 ? 'it' : 'them'}.`}
            </p>
          )}
        </div>
        {save.error ? <ErrorNote error={save.error} /> : null}
        <div>
          <OnlyFor projectId={projectId} access="lead">
            <Button
              variant={mapping.confirmed ? 'secondary' : 'primary'}
              disabled={unchanged}
              pending={save.isPending}
              onClick={() => save.mutate({ projectId, classByChoice: classByChoiceOf(chosen) })}
            >
              {mapping.confirmed ? 'Save the classes' : 'Confirm the classes'}
            </Button>
          </OnlyFor>
        </div>
      </div>
    </Section>
  );
}
