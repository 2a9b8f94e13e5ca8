import { ClassColumnHeads, ClassRowHead } from '../ui/class-heads';
import { classNames } from '../ui/class-names';
import { formatCount } from '../ui/format';

/** More classes than this make a carpet; the confusions are listed instead. */
const MATRIX_CLASSES = 20;
const LISTED = 50;

interface PairMatrixProps {
  /** rows: what the first says, columns: the second */
  readonly counts: readonly (readonly number[])[];
  readonly names: readonly [string, string];
  readonly classes: readonly string[];
}

/** What two annotators said of the same examples: a real table, or, of many classes, the confusions as a list. */
export function PairMatrix({ counts, names: [first, second], classes }: PairMatrixProps) {
  if (classes.length > MATRIX_CLASSES) return <ConfusionList {...{ counts, classes, first, second }} />;
  return (
    <div
      className="relative mt-4 overflow-x-auto"
      tabIndex={0}
      role="region"
      aria-label={`Confusion between ${first} and ${second}`}
    >
      <table className="border-separate border-spacing-0.5 text-sm">
        <caption className="mb-2 text-left text-ink-soft">
          Rows: what {first} says. Columns: what {second} says of the same examples.
        </caption>
        <thead>
          <tr>
            <td className="sticky left-0 bg-surface" />
            <ClassColumnHeads classes={classes} />
          </tr>
        </thead>
        <tbody>
          {counts.map((row, label) => (
            <tr key={label}>
              <ClassRowHead name={classes[label] ?? `${label}`} />
              {row.map((count, other) => (
                <td
                  key={other}
                  className={classNames(
                    'rounded-sm px-1 py-1 text-center',
                    count === 0 && 'bg-sunken text-ink-faint',
                    count > 0 && (label === other ? 'bg-accent-soft font-semibold' : 'bg-danger-soft'),
                  )}
                >
                  {formatCount(count)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface ConfusionListProps {
  readonly counts: PairMatrixProps['counts'];
  readonly classes: readonly string[];
  readonly first: string;
  readonly second: string;
}

function ConfusionList({ counts, classes, first, second }: ConfusionListProps) {
  const confusions = counts
    .flatMap((row, one) => row.map((count, other) => ({ one, other, count })))
    .filter(({ one, other, count }) => one !== other && count > 0)
    .sort((a, b) => b.count - a.count);
  if (confusions.length === 0) return <p className="mt-4">They always say the same.</p>;
  return (
    <ul className="mt-4 flex flex-col gap-1 text-sm">
      {confusions.slice(0, LISTED).map(({ one, other, count }) => (
        <li key={`${one} ${other}`}>
          {formatCount(count)}×: {first} says “{classes[one]}”, {second} “{classes[other]}”
        </li>
      ))}
    </ul>
  );
}
