'use client';

import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { Check, Undo2 } from 'lucide-react';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { ErrorNote } from '../ui/error-note';
import { formatQuantity } from '../ui/format';
import { KeyHint } from '../ui/key-hint';
import { Select } from '../ui/select';
import { Skeleton } from '../ui/skeleton';
import { useUrlState } from '../ui/use-url-state';
import { GridTile } from './grid-tile';
import { useWideScreen } from './guidelines-panel';
import type { ModeProps } from './single-mode';
import { useAnswerKeys } from './use-answer-keys';
import { useGrid } from './use-grid';

const TILES = { wide: 40, narrow: 15 };

/** Many small images proposed as one class; those that are not it are turned away, the others stored together. */
export function GridMode({ project, batch, onBatch }: ModeProps) {
  const url = useUrlState();
  const wide = useWideScreen();
  const asked = url.getNumber('class') ?? 0;
  const label = Number.isInteger(asked) && asked >= 0 && asked < project.classes.length ? asked : 0;
  const name = project.classes[label] ?? '';
  const grid = useGrid({
    projectId: project.id,
    batchId: batch.id,
    label,
    count: wide ? TILES.wide : TILES.narrow,
    onBatch,
  });
  const [announcement, setAnnouncement] = useState('');
  const stored = (grid.items?.length ?? 0) - grid.away.size;

  function confirm(): void {
    setAnnouncement(stored > 0 ? `${stored} stored as ${name}.` : 'None stored.');
    grid.confirm();
  }
  useAnswerKeys(project.classes.length, (key) => {
    if (key.act === 'undo' && grid.storedLast > 0 && !grid.busy) grid.undoLast();
    else if (key.act === 'label' && grid.away.size === 0) url.set({ class: key.label });
    else return false;
    return true;
  });
  useEffect(() => {
    if (!grid.unsent) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [grid.unsent]);

  const { items, busy } = grid;
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    // The tile that had the focus is gone with the page before.
    if (document.activeElement === document.body) list.current?.querySelector('button')?.focus();
  }, [items]);
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3">
      <div className="flex flex-wrap items-end gap-2">
        <Select
          label="Proposed as"
          value={String(label)}
          onValueChange={(value) => url.set({ class: value })}
          options={project.classes.map((title, index) => ({ value: String(index), label: title }))}
          className="min-w-44 flex-1 sm:flex-none"
        />
        <Button
          variant="primary"
          className="min-h-11 touch-manipulation"
          disabled={busy || !items || items.length === 0}
          aria-keyshortcuts="Enter"
          icon={<Check aria-hidden />}
          onClick={confirm}
        >
          {stored > 0 || !items || items.length === 0 ? `Store ${stored} as ${name}` : 'None of these: next'}
          <KeyHint keys="↵" />
        </Button>
        {grid.storedLast > 0 && (
          <Button
            className="min-h-11 touch-manipulation"
            disabled={busy}
            icon={<Undo2 aria-hidden />}
            onClick={grid.undoLast}
          >
            Take back the last {grid.storedLast}
          </Button>
        )}
      </div>
      <p className="text-ink-soft">
        Choose those that are <strong className="text-ink">not</strong> {name}; they stay open. All others are
        stored as {name}
        {project.showGuess ? '. The model proposed them.' : ', so choose the class that most of them are.'}
      </p>
      <p aria-live="polite" className="sr-only">
        {announcement} {items && formatQuantity(items.length, 'image')}.
      </p>
      {grid.error ? (
        <ErrorNote
          error={grid.error}
          action={
            <Button size="small" variant="primary" onClick={grid.tryAgain}>
              {grid.unsent ? 'Send again' : 'Load again'}
            </Button>
          }
        />
      ) : null}
      {!items && !grid.error && <Skeleton className="h-60" />}
      {items?.length === 0 && (
        <EmptyState
          title={project.showGuess ? `Nothing else looks like ${name}` : 'Nothing is left for the grid'}
        >
          {batch.open > 0
            ? `${formatQuantity(batch.open, 'example')} of this batch ${batch.open === 1 ? 'is' : 'are'} open: choose another class, or go on one by one (M).`
            : 'Every example of this batch is answered, and all answers are stored.'}
        </EmptyState>
      )}
      {items && items.length > 0 && (
        <ul
          ref={list}
          aria-label={`Proposed as ${name}`}
          data-keeps-arrows
          onKeyDown={(event) => moveFocus(event, confirm)}
          className="grid min-h-0 auto-rows-min grid-cols-[repeat(auto-fill,minmax(6.5rem,1fr))] gap-2 overflow-y-auto p-1"
        >
          {items.map(({ example, guess }) => (
            <GridTile
              key={example.row}
              example={example}
              className={name}
              confidence={guess?.confidence ?? null}
              away={grid.away.has(example.row)}
              onToggle={() => grid.toggle(example.row)}
            />
          ))}
        </ul>
      )}
    </div>
  );
}

/** Arrows walk among the tiles, Enter stores; Space is the button's own. */
function moveFocus(event: KeyboardEvent<HTMLElement>, confirm: () => void): void {
  if (event.key === 'Enter') {
    event.preventDefault();
    if (!event.repeat) confirm();
    return;
  }
  const tiles = [...event.currentTarget.querySelectorAll('button')];
  const at = tiles.findIndex((tile) => tile === document.activeElement);
  const rowLength = tiles.filter((tile) => tile.offsetTop === tiles[0]?.offsetTop).length;
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -rowLength, ArrowDown: rowLength }[event.key];
  if (at < 0 || step === undefined) return;
  event.preventDefault();
  tiles[at + step]?.focus();
}
