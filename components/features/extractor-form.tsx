'use client';

import { useState, type FormEvent } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTRPC, type ApiOutputs } from '../api/client';
import { ParameterFields } from '../ui/parameter-fields';
import { Button } from '../ui/button';
import { ChoiceCards } from '../ui/choice-cards';
import { EmptyState } from '../ui/empty-state';
import { ErrorNote } from '../ui/error-note';

type Extractor = ApiOutputs['features']['extractors'][number];

interface ExtractorFormProps {
  readonly projectId: string;
  readonly extractors: readonly Extractor[];
}

export function ExtractorForm({ projectId, extractors }: ExtractorFormProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [chosen, setChosen] = useState(extractors[0]?.name ?? '');
  const [values, setValues] = useState<Readonly<Record<string, number | string>>>({});
  const start = useMutation(
    trpc.features.start.mutationOptions({ onSuccess: () => queryClient.invalidateQueries() }),
  );
  const extractor = extractors.find(({ name }) => name === chosen);
  if (!extractor) return <EmptyState title="No extractor reads examples of this kind." />;

  function submit(event: FormEvent): void {
    event.preventDefault();
    start.mutate({ projectId, extractor: chosen, configuration: configurationOf(extractor, values) });
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-5">
      <ChoiceCards
        label="Extractor"
        value={chosen}
        onValueChange={(name) => {
          setChosen(name);
          setValues({});
        }}
        options={extractors.map(({ name, title, description }) => ({ value: name, title, description }))}
      />
      {extractor.configuration.length > 0 && (
        <div className="grid items-start gap-3 sm:grid-cols-2">
          <ParameterFields
            parameters={extractor.configuration}
            values={values}
            onValueChange={(name, value) => setValues((before) => ({ ...before, [name]: value }))}
          />
        </div>
      )}
      {start.error ? <ErrorNote error={start.error} /> : null}
      <div className="flex justify-end">
        <Button type="submit" variant="primary" pending={start.isPending}>
          Extract features
        </Button>
      </div>
    </form>
  );
}

function configurationOf(
  extractor: Extractor | undefined,
  values: Readonly<Record<string, number | string>>,
): Record<string, number | string> {
  return Object.fromEntries(
    (extractor?.configuration ?? []).map(({ name, default: fallback }) => [name, values[name] ?? fallback]),
  );
}
