import type { SelectionPreview } from '@/lib/contracts/selection';
import { tileColumns } from '../pool/example-tile';
import { ExampleFigure } from '../scores/example-figure';
import { classNames } from '../ui/class-names';
import { formatCount, formatMoney, formatNumber, formatPercent } from '../ui/format';
import { Section } from '../ui/section';
import { Stat, StatList } from '../ui/stat';
import { ClassBalance } from './class-balance';

const IMAGE_COLUMNS = 'grid grid-cols-3 gap-3 sm:grid-cols-[repeat(auto-fill,minmax(8.5rem,1fr))]';

interface SelectionPreviewViewProps {
  readonly projectId: string;
  readonly classes: readonly string[];
  readonly preview: SelectionPreview;
  /** The form has moved on; a newer preview is on its way. */
  readonly outdated: boolean;
}

export function SelectionPreviewView({ projectId, classes, preview, outdated }: SelectionPreviewViewProps) {
  return (
    <div
      className={classNames(
        'flex min-w-0 flex-col gap-6 transition-opacity duration-150',
        outdated && 'opacity-60',
      )}
    >
      <Section title="What this gives" description={overlapSentence(preview)}>
        <StatList>
          <Stat
            label="Chosen"
            value={formatCount(preview.budget)}
            unit="examples"
            hint={`${formatPercent(preview.share)} of ${formatCount(preview.available)} without a label`}
          />
          {preview.cost !== null && <Stat label="Cost" value={formatMoney(preview.cost, preview.currency)} />}
          <Stat
            label="Overlap with random"
            value={formatPercent(preview.overlapWithRandom)}
            hint={`chance alone gives ${formatPercent(preview.overlapByChance)}`}
          />
          {preview.predictedEntropy !== null && (
            <Stat
              label="Predicted label entropy"
              value={formatNumber(preview.predictedEntropy)}
              unit="bits"
              hint={`at most ${formatNumber(Math.log2(Math.max(1, classes.length)))}`}
            />
          )}
          <Stat
            label="Effective sample size"
            value={formatCount(preview.effectiveSampleSize)}
            unit="examples"
            hint={
              preview.effectiveSampleSize < preview.budget * 0.999
                ? 'less than chosen, because the weights differ'
                : 'all weights are the same'
            }
          />
        </StatList>
        {preview.notes.length > 0 && (
          <ul className="mt-4 flex list-disc flex-col gap-1 pl-5 text-sm text-ink-soft">
            {preview.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        )}
        {preview.classBalance && (
          <>
            <h3 className="mt-6 mb-1 font-medium">Predicted class balance</h3>
            <ClassBalance balance={preview.classBalance} classes={classes} />
          </>
        )}
      </Section>
      <Section
        look="plain"
        title="The first chosen"
        description={`${formatCount(preview.examples.length)} of ${formatCount(preview.budget)}, in order of choice.`}
      >
        <ol className={tileColumns(preview.examples, IMAGE_COLUMNS)}>
          {preview.examples.map((example, index) => (
            <li key={example.row} className="min-w-0">
              <ExampleFigure
                projectId={projectId}
                example={example}
                classes={classes}
                remark={
                  example.score === null
                    ? formatCount(index + 1)
                    : `${formatCount(index + 1)} · score ${formatNumber(example.score)}`
                }
              />
            </li>
          ))}
        </ol>
      </Section>
    </div>
  );
}

function overlapSentence({ overlapWithRandom, overlapByChance }: SelectionPreview): string {
  const share = `Random selection with this seed would have chosen ${formatPercent(overlapWithRandom)} of these too`;
  if (overlapWithRandom > 0.999) return `${share}: it is the same selection.`;
  return `${share}; by chance alone it would be ${formatPercent(overlapByChance)}.`;
}
