'use client';

import type { ArmComparison } from '@/lib/contracts/control-arm';
import type { RoundView } from '@/lib/contracts/round';
import { useProject } from '../projects/use-project';
import { ButtonLink } from '../ui/button';
import { formatCount, formatPercent, formatPercentRange } from '../ui/format';
import { Section } from '../ui/section';
import { ControlTable } from './control-table';
import { adviceOf, comparisonSentence, noComparisonSentence, verdictOf } from './control-words';

interface ControlSectionProps {
  readonly projectId: string;
  readonly rounds: readonly RoundView[];
}

/** Whether choosing was worth it: the newest comparison in words, what to do, and all rounds' numbers. */
export function ControlSection({ projectId, rounds }: ControlSectionProps) {
  const measured = rounds.filter(({ control }) => control !== null);
  const newest = measured.at(-1);
  const control = newest?.control;
  if (!newest || !control) return null;
  const { comparison } = control;
  return (
    <Section
      title="Chosen against random"
      description="A random share of each batch says what labels at random would have brought, and how wrong the model is where nothing was labeled."
    >
      <div className="flex flex-col gap-4">
        {comparison ? (
          <Comparison projectId={projectId} round={newest} comparison={comparison} />
        ) : (
          control.noComparison && <p className="text-lg">{noComparisonSentence(control.noComparison)}</p>
        )}
        {control.before && (
          <p className="max-w-[80ch]">
            The model before round {newest.number} was wrong on {formatPercent(control.before.error.mean)} (
            {formatPercentRange(control.before.error)}) of what was unlabeled then:{' '}
            {formatCount(control.before.wrong)} of {formatCount(control.before.labeled)} examples drawn at
            random from {formatCount(control.before.pool)}. This estimate is unbiased; wrong labels count as
            errors in it.
          </p>
        )}
        <ControlTable rounds={measured} />
      </div>
    </Section>
  );
}

const TONES = { better: 'text-positive', open: '', worse: 'text-danger' };

function Comparison({
  projectId,
  round,
  comparison,
}: {
  readonly projectId: string;
  readonly round: RoundView;
  readonly comparison: ArmComparison;
}) {
  const { data: project } = useProject(projectId);
  const advice = adviceOf(comparison, round.setup, {
    classes: project?.classes.length ?? 0,
    labels: round.labelCount ?? 0,
  });
  const { seedLabels, testExamples, shared, redraws, pValue } = comparison;
  return (
    <div className="flex flex-col gap-2">
      <p className={`max-w-[70ch] text-lg font-medium ${TONES[verdictOf(comparison)]}`}>
        {comparisonSentence(comparison)}
      </p>
      <p className="max-w-[80ch] text-sm text-ink-soft">
        Both models also have the {formatCount(seedLabels)} labels from before round 1
        {shared > 0 && `, and share ${formatCount(shared)} that were chosen and drawn`}. The interval holds
        the chance of the {formatCount(testExamples)} test examples and of the labels, by training on{' '}
        {formatCount(redraws)} redraws of either. Of these very labels alone: McNemar’s p{' '}
        {pValue < 0.001 ? '< 0.001' : pValue.toFixed(3)}.
      </p>
      {advice.length > 0 && (
        <div className="flex flex-col items-start gap-2">
          <h3 className="font-medium">What to do</h3>
          <ul className="flex max-w-[80ch] list-disc flex-col gap-1 pl-5">
            {advice.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          <ButtonLink href={`/projects/${projectId}/selection`}>
            Choose otherwise in the next round
          </ButtonLink>
        </div>
      )}
    </div>
  );
}
