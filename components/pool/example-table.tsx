import type { ExampleView } from '@/lib/contracts/example';
import { DataTable, type Column } from '../ui/data-table';
import { formatNumber, formatPercent } from '../ui/format';
import { ExampleImage } from './example-image';

interface ExampleTableProps {
  readonly examples: readonly ExampleView[];
  readonly classes: readonly string[];
  readonly onOpen: (row: number) => void;
}

const TEXT_COLUMN: Column<ExampleView> = {
  id: 'text',
  header: 'Text',
  cell: (example) => <span className="line-clamp-2 min-w-48 break-words">{example.text?.excerpt}</span>,
};

/** A page of examples as rows; order and filters are the browser's, over all pages. */
export function ExampleTable({ examples, classes, onOpen }: ExampleTableProps) {
  const withImages = examples.some((example) => example.thumbnailUrl !== null);
  const withTexts = examples.some((example) => example.text !== null);
  const className = (label: number | null) => (label === null ? '–' : (classes[label] ?? '–'));
  const columns: Column<ExampleView>[] = [
    { id: 'row', header: 'Row', align: 'end', cell: (example) => example.row },
    {
      id: 'key',
      header: 'Name',
      cell: (example) => (
        <button
          type="button"
          onClick={() => onOpen(example.row)}
          className="flex max-w-72 items-center gap-2 text-left hover:underline"
        >
          {withImages && (
            <span className="size-10 shrink-0 overflow-hidden rounded-sm bg-sunken">
              <ExampleImage example={example} source="thumbnail" />
            </span>
          )}
          <span className="min-w-24 break-all">{example.key}</span>
        </button>
      ),
    },
    ...(withTexts ? [TEXT_COLUMN] : []),
    { id: 'split', header: 'Split', hideBelow: 'sm', cell: (example) => example.split },
    { id: 'label', header: 'Label', cell: (example) => className(example.label) },
    {
      id: 'predicted',
      header: 'Predicted',
      hideBelow: 'sm',
      cell: (example) => className(example.predicted),
    },
    {
      id: 'confidence',
      header: 'Confidence',
      align: 'end',
      hideBelow: 'md',
      cell: (example) => (example.confidence === null ? '–' : formatPercent(example.confidence)),
    },
    {
      id: 'score',
      header: 'Score',
      align: 'end',
      cell: (example) => (example.score === null ? '–' : formatNumber(example.score, 4)),
    },
  ];
  return (
    <DataTable
      name="examples"
      caption="Examples"
      columns={columns}
      rows={examples}
      rowKey={(example) => example.row}
    />
  );
}
