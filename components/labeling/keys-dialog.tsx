'use client';

import { Dialog } from '../ui/dialog';
import { KEYED_CLASSES, keyOfClass, letterKey } from './answer-keys';

interface KeysDialogProps {
  readonly classes: readonly string[];
  readonly hasImages: boolean;
  readonly open: boolean;
  readonly onClose: () => void;
}

interface KeyRow {
  readonly keys: string;
  readonly does: string;
}

/** Every key of the label screen. */
export function KeysDialog({ classes, hasImages, open, onClose }: KeysDialogProps) {
  const keyed = classes.length <= KEYED_CLASSES;
  const letter = (name: string, does: string): KeyRow => ({
    keys: letterKey(name, classes.length).shown,
    does,
  });
  const labels: KeyRow[] = keyed
    ? classes.map((name, label) => ({ keys: keyOfClass(label), does: name }))
    : [
        { keys: 'Letters', does: 'Find a class by a part of its name' },
        { keys: '↑ ↓', does: 'Move the mark' },
        { keys: 'Enter', does: 'Answer with the marked class' },
      ];
  const answers: KeyRow[] = [
    letter('n', 'Not sure, before the class'),
    letter('c', 'Comment, before the class; Enter ends it'),
    letter('s', 'Skip: then a number for the reason, or the same key for none'),
    letter('b', 'Bad data: the same; it leaves the pool'),
    letter('u', 'Take the last answer back, as Ctrl Z does'),
  ];
  const view: KeyRow[] = [
    letter('g', 'Guidelines'),
    ...(hasImages ? [letter('m', 'Many at once: grid'), letter('z', 'Whole image')] : []),
    ...(hasImages && keyed
      ? [
          { keys: '+ −', does: 'Larger, smaller; also the wheel' },
          { keys: '← → ↑ ↓', does: 'Move an enlarged image' },
        ]
      : []),
    { keys: keyed ? '? K' : 'Alt K', does: 'These keys' },
  ];
  const grid: KeyRow[] = [
    { keys: '← → ↑ ↓', does: 'Move among the images' },
    { keys: 'Space', does: 'Not of the class, or of it again' },
    { keys: 'Enter', does: 'Store the others as the class' },
  ];
  return (
    <Dialog open={open} onClose={onClose} title="Keys">
      <div className="grid gap-5 sm:grid-cols-2">
        <KeyList title="Classes" rows={labels} />
        <KeyList title="Answers" rows={answers} />
        <KeyList title="View" rows={view} />
        {hasImages && <KeyList title="In the grid" rows={grid} />}
      </div>
    </Dialog>
  );
}

function KeyList({ title, rows }: { readonly title: string; readonly rows: readonly KeyRow[] }) {
  return (
    <section>
      <h3 className="mb-1.5 font-semibold">{title}</h3>
      <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-3 gap-y-1">
        {rows.map(({ keys, does }) => (
          <div key={keys + does} className="col-span-2 grid grid-cols-subgrid">
            <dt>
              <kbd className="rounded-sm border border-line-strong/60 px-1 font-mono text-sm whitespace-nowrap text-ink-soft">
                {keys}
              </kbd>
            </dt>
            <dd className="text-ink-soft">{does}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
