'use client';

import { useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ExternalSurrogateRequest, FeatureSetView } from '@/lib/contracts/model';
import { useTRPC } from '../api/client';
import { FileDrop } from '../pool/file-drop';
import { uploadFile } from '../pool/upload-file';
import { Button } from '../ui/button';
import { ChoiceCards } from '../ui/choice-cards';
import { ErrorNote } from '../ui/error-note';
import { Input } from '../ui/input';
import { Select } from '../ui/select';

interface ExternalFormProps {
  readonly projectId: string;
  /** those that are ready, at least one */
  readonly featureSets: readonly FeatureSetView[];
  readonly onStarted: () => void;
}

/** A surrogate from a file: what any other model said of every example. */
export function ExternalForm({ projectId, featureSets, onStarted }: ExternalFormProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [featureSetId, setFeatureSetId] = useState(featureSets.at(0)?.id ?? null);
  const [name, setName] = useState('');
  const [values, setValues] = useState<ExternalSurrogateRequest['values']>('probabilities');
  const [files, setFiles] = useState<readonly File[]>([]);
  const start = useMutation(trpc.surrogates.importExternal.mutationOptions());
  const file = files[0];
  const send = useMutation({
    mutationFn: async () => {
      if (!file || featureSetId === null) return;
      const { signal } = new AbortController();
      const { uploadId, fileName } = await uploadFile(projectId, file, { onProgress: () => {}, signal });
      await start.mutateAsync({
        projectId,
        featureSetId,
        name: name.trim() || fileName.slice(0, 80),
        uploadId,
        fileName,
        values,
      });
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries();
      onStarted();
    },
  });
  return (
    <form
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate();
      }}
    >
      <FileDrop
        accept=".npy,.csv,.tsv,.txt,.parquet,.pq"
        hint="A row an example, a column a class in the project’s order. With a column id rows may come in any order, else in the order of the pool."
        files={files}
        onFilesChange={(chosen) => setFiles(chosen.slice(0, 1))}
        disabled={send.isPending}
      />
      <ChoiceCards
        label="The numbers are"
        value={values}
        onValueChange={setValues}
        options={[
          { value: 'probabilities', title: 'Probabilities', description: 'Each row sums to 1.' },
          { value: 'logits', title: 'Logits', description: 'Softmax makes probabilities of them.' },
        ]}
      />
      <Select
        label="Features beside them"
        value={featureSetId}
        onValueChange={setFeatureSetId}
        options={featureSets.map(({ id, title }) => ({ value: id, label: title }))}
      />
      <Input
        label="Name"
        value={name}
        onValueChange={setName}
        maxLength={80}
        placeholder="The file’s name unless you say"
      />
      {send.error ? <ErrorNote error={send.error} /> : null}
      <Button type="submit" variant="primary" size="large" disabled={!file} pending={send.isPending}>
        Bring it in
      </Button>
    </form>
  );
}
