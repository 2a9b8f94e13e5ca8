'use client';

import { useState, type FormEvent } from 'react';
import type { IngestFormat } from '@/lib/contracts/ingest';
import type { Modality } from '@/lib/contracts/project';
import { Button } from '../ui/button';
import { classNames } from '../ui/class-names';
import { ErrorNote } from '../ui/error-note';
import { formatBytes } from '../ui/format';
import { Input } from '../ui/input';
import { Progress } from '../ui/progress';
import { Select } from '../ui/select';
import { Tabs } from '../ui/tabs';
import { assignFiles, guessFormat } from './assign-files';
import { FileDrop } from './file-drop';
import {
  EMPTY_DRAFT,
  formatTitle,
  formatsOf,
  hasFolders,
  hasLabelsFile,
  isTable,
  type IngestDraft,
} from './ingest-request';
import { fittingSplit } from './ingest-request';
import { SplitRuleFields } from './split-rule-fields';
import { useIngest, type UploadProgress } from './use-ingest';

interface IngestFormProps {
  readonly projectId: string;
  readonly modality: Modality;
  readonly onStarted: (jobId: string) => void;
}

const ACCEPTED: Record<Modality, { readonly accept: string; readonly hint: string }> = {
  image: {
    accept: '.zip,.gz,.idx,*/*',
    hint: 'A zip of images (class/name.png gives labels), or an IDX pair: images and labels.',
  },
  text: {
    accept: '.zip,.csv,.tsv,.jsonl,.ndjson,.parquet',
    hint: 'A zip of text files (class/name.txt gives labels), or a table with a column “text”: .csv, .jsonl, .parquet.',
  },
  features: {
    accept: '.npy,.csv,.parquet',
    hint: '.csv, .parquet, or .npy with an optional file of labels.',
  },
};

export function IngestForm({ projectId, modality, onStarted }: IngestFormProps) {
  const [draft, setDraft] = useState<IngestDraft>(EMPTY_DRAFT);
  const { ingest, progress, cancelUpload } = useIngest(projectId, onStarted);
  const change = (part: Partial<IngestDraft>) => setDraft((before) => ({ ...before, ...part }));

  const assigned = assignFiles(draft.files);
  const guessed = draft.from === 'upload' ? assigned.format : guessFormat(draft.path.trim());
  const format =
    draft.format ?? guessed ?? (draft.from === 'path' && modality !== 'features' ? 'folder' : null);
  const chosen = draft.from === 'upload' ? assigned.examples !== null : draft.path.trim() !== '';

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (format) ingest.mutate({ draft, format });
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-5">
      <Tabs
        label="Where the files are"
        value={draft.from}
        onValueChange={(from) => change({ from, format: null })}
        tabs={[
          {
            value: 'upload',
            label: 'Upload',
            content: (
              <FileDrop
                {...ACCEPTED[modality]}
                files={draft.files}
                onFilesChange={(files) => change({ files, format: null })}
                disabled={ingest.isPending}
              />
            ),
          },
          {
            value: 'path',
            label: 'On the server',
            content: <PathFields draft={draft} format={format} change={change} />,
          },
        ]}
      />
      {draft.from === 'upload' && <Assignment assigned={assigned} />}
      {chosen && (
        <>
          <FormatFields draft={draft} modality={modality} format={format} change={change} />
          <SplitRuleFields
            value={fittingSplit(draft.split, format)}
            onValueChange={(split) => change({ split })}
            source={isTable(format) ? 'columns' : hasFolders(format) ? 'folders' : 'neither'}
          />
        </>
      )}
      {progress && <UploadBar progress={progress} onCancel={cancelUpload} />}
      {ingest.error ? <ErrorNote error={ingest.error} /> : null}
      <div className="flex justify-end">
        <Button type="submit" variant="primary" disabled={!chosen || !format} pending={ingest.isPending}>
          {progress ? 'Uploading…' : 'Add examples'}
        </Button>
      </div>
    </form>
  );
}

interface DraftFieldsProps {
  readonly draft: IngestDraft;
  readonly format: IngestFormat | null;
  readonly change: (part: Partial<IngestDraft>) => void;
}

function PathFields({ draft, format, change }: DraftFieldsProps) {
  return (
    <div className="flex flex-col gap-3">
      <Input
        label="Path on the server"
        value={draft.path}
        onValueChange={(path) => change({ path, format: null })}
        spellCheck={false}
        autoComplete="off"
        hint="A file or a folder below one of the allowed import roots (WINNOW_IMPORT_ROOTS)."
      />
      {hasLabelsFile(format) && (
        <Input
          label="Path of the labels (optional)"
          value={draft.labelsPath}
          onValueChange={(labelsPath) => change({ labelsPath })}
          spellCheck={false}
          autoComplete="off"
        />
      )}
    </div>
  );
}

function FormatFields({
  draft,
  format,
  modality,
  change,
}: DraftFieldsProps & { readonly modality: Modality }) {
  return (
    <div className="grid items-start gap-3 sm:grid-cols-2">
      <Select
        label="Format"
        value={format}
        options={formatsOf(modality)
          .filter((value) => draft.from === 'path' || value !== 'folder')
          .map((value) => ({ value, label: formatTitle(value) }))}
        onValueChange={(value) => change({ format: value })}
        hint={draft.format === null && format ? 'Guessed from the name' : undefined}
      />
      {isTable(format) && (
        <div className={classNames('grid gap-3', modality === 'text' ? 'grid-cols-3' : 'grid-cols-2')}>
          {modality === 'text' && (
            <Input
              label="Text column"
              value={draft.textColumn}
              onValueChange={(textColumn) => change({ textColumn })}
              placeholder="text"
            />
          )}
          <Input
            label="Id column"
            value={draft.idColumn}
            onValueChange={(idColumn) => change({ idColumn })}
            placeholder="none"
            hint="Else rows are numbered"
          />
          <Input
            label="Label column"
            value={draft.labelColumn}
            onValueChange={(labelColumn) => change({ labelColumn })}
            placeholder="none"
          />
        </div>
      )}
    </div>
  );
}

function Assignment({ assigned }: { readonly assigned: ReturnType<typeof assignFiles<File>> }) {
  if (!assigned.examples || (!assigned.labels && assigned.left.length === 0)) return null;
  return (
    <p className="text-sm text-ink-soft">
      {assigned.examples.name} holds the examples{assigned.labels && `, ${assigned.labels.name} their labels`}
      .{assigned.left.length > 0 && ` Left out: ${assigned.left.map((file) => file.name).join(', ')}.`}
    </p>
  );
}

interface UploadBarProps {
  readonly progress: UploadProgress;
  readonly onCancel: () => void;
}

function UploadBar({ progress, onCancel }: UploadBarProps) {
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-center justify-between gap-3">
        <span className="min-w-0 truncate font-medium">Uploading {progress.fileName}</span>
        <Button size="small" variant="quiet" onClick={onCancel}>
          Cancel
        </Button>
      </div>
      <Progress label={`Uploading ${progress.fileName}`} value={progress.sent} max={progress.total} />
      <span className="text-sm text-ink-soft">
        {formatBytes(progress.sent)} of {formatBytes(progress.total)}
      </span>
    </div>
  );
}
