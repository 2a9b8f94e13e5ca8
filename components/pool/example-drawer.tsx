'use client';

import type { KeyboardEvent, ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight, ExternalLink } from 'lucide-react';
import type { ExampleView } from '@/lib/contracts/example';
import type { TextEncoding } from '@/lib/contracts/ingest';
import type { ProjectView } from '@/lib/contracts/project';
import { useTRPC } from '../api/client';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { ErrorNote } from '../ui/error-note';
import { formatNumber, formatPercent, formatQuantity } from '../ui/format';
import { Skeleton } from '../ui/skeleton';
import { ExampleImage } from './example-image';
import { ExampleText } from './example-text';

interface ExampleDrawerProps {
  readonly project: ProjectView;
  /** null = closed */
  readonly row: number | null;
  /** The examples around it, for stepping to the next one. */
  readonly page: readonly ExampleView[];
  readonly scoreSetId: string | undefined;
  readonly onRowChange: (row: number | null) => void;
}

/** One example, large, with all that is known of it. Arrow keys step through the page. */
export function ExampleDrawer({ project, row, page, scoreSetId, onRowChange }: ExampleDrawerProps) {
  const trpc = useTRPC();
  const position = page.findIndex((example) => example.row === row);
  const onPage = page[position];
  const alone = useQuery(
    trpc.examples.get.queryOptions(
      { projectId: project.id, row: row ?? 0 },
      { enabled: row !== null && !onPage },
    ),
  );
  const example = onPage ?? alone.data;
  const original = example?.imageUrl ?? example?.text?.url;
  const previous = position > 0 ? page[position - 1] : undefined;
  const next = position >= 0 ? page[position + 1] : undefined;

  function onKeyDown(event: KeyboardEvent): void {
    const target = event.key === 'ArrowRight' ? next : event.key === 'ArrowLeft' ? previous : undefined;
    if (target) onRowChange(target.row);
  }

  return (
    <Dialog
      open={row !== null}
      place="right"
      onClose={() => onRowChange(null)}
      onKeyDown={onKeyDown}
      title={example?.key ?? 'Example'}
      footer={
        <div className="flex flex-1 items-center justify-between gap-2">
          <span className="flex gap-1">
            <StepButton
              label="Previous"
              target={previous}
              onRowChange={onRowChange}
              icon={<ChevronLeft aria-hidden />}
            />
            <StepButton
              label="Next"
              target={next}
              onRowChange={onRowChange}
              icon={<ChevronRight aria-hidden />}
            />
          </span>
          {original && (
            <a
              href={original}
              target="_blank"
              rel="noreferrer"
              className="flex items-center gap-1.5 text-accent hover:underline"
            >
              Original <ExternalLink className="size-4" aria-hidden />
            </a>
          )}
        </div>
      }
    >
      <div className="flex flex-col gap-4">
        {alone.error ? <ErrorNote error={alone.error} /> : null}
        {!example && !alone.error && <Skeleton className="aspect-square" />}
        {example?.imageUrl && (
          <div className="aspect-square overflow-hidden rounded-md bg-sunken">
            <ExampleImage key={example.row} example={example} source="image" />
          </div>
        )}
        {example && <Facts example={example} classes={project.classes} scored={scoreSetId !== undefined} />}
        {example?.text && (
          <div className="rounded-md bg-sunken p-4">
            <ExampleText key={example.row} text={example.text} />
          </div>
        )}
      </div>
    </Dialog>
  );
}

interface StepButtonProps {
  readonly label: string;
  readonly icon: ReactNode;
  readonly target: ExampleView | undefined;
  readonly onRowChange: (row: number) => void;
}

function StepButton({ label, icon, target, onRowChange }: StepButtonProps) {
  return (
    <Button
      size="small"
      disabled={!target}
      icon={icon}
      onClick={() => {
        if (target) onRowChange(target.row);
      }}
    >
      {label}
    </Button>
  );
}

const ENCODING_WORDS: Record<TextEncoding, string> = {
  'utf-8': 'UTF-8',
  'utf-16': 'UTF-16, turned into UTF-8',
  'windows-1252': 'not UTF-8; read as Windows-1252 (Latin-1)',
};

const LABEL_SOURCE_WORDS = { person: 'people', file: 'file', review: 'a review' } as const;

interface FactsProps {
  readonly example: ExampleView;
  readonly classes: readonly string[];
  readonly scored: boolean;
}

function Facts({ example, classes, scored }: FactsProps) {
  const { label, labelSource, predicted, confidence, score, width, height, text } = example;
  const facts: [string, ReactNode][] = [
    [
      'Label',
      label === null ? 'none yet' : `${classes[label]} (from ${LABEL_SOURCE_WORDS[labelSource ?? 'file']})`,
    ],
    ['Split', example.split],
    ['Row', example.row],
  ];
  if (width !== null && height !== null) facts.push(['Size', `${width} × ${height} px`]);
  if (text) {
    facts.push(['Length', formatQuantity(text.characters, 'character')]);
    facts.push(['Encoding', ENCODING_WORDS[text.encoding]]);
  }
  if (scored && score !== null) facts.push(['Score', formatNumber(score, 4)]);
  if (predicted !== null) {
    const sure = confidence === null ? '' : `, probability ${formatPercent(confidence)}`;
    facts.push(['Predicted', `${classes[predicted]}${sure}`]);
  }
  return (
    <dl className="grid grid-cols-[7rem_1fr] gap-y-1.5">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-ink-soft">{name}</dt>
          <dd className="break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
