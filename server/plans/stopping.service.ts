import type { StoppingRequest, StoppingView } from '@/lib/contracts/plan';
import { fitLearningCurve } from '@/lib/planning/learning-curve';
import { costOfLabels } from '@/lib/planning/label-cost';
import { hasEnoughSizes } from '@/lib/planning/make-plan';
import { agreementAdvice } from '@/lib/planning/stopping/agreement';
import { budgetAdvice } from '@/lib/planning/stopping/budget';
import { controlAdvice } from '@/lib/planning/stopping/control';
import { gainAdvice } from '@/lib/planning/stopping/gain';
import { noGainAdvice } from '@/lib/planning/stopping/no-gain';
import { targetAdvice } from '@/lib/planning/stopping/target';
import type { Container } from '../container';
import { list as listRounds } from '../rounds/rounds.service';
import { PLAN_SEED } from './plan.service';
import { projectRates, spentSoFar } from './plan-rates.service';
import { comparisonsOf, liveSource } from './plan-source.service';
import { compareSuccessiveModels } from './successive-models.service';

/** Whether to stop, by each criterion for itself. */
export async function stoppingAdvice(
  container: Container,
  request: StoppingRequest,
  now: Date,
): Promise<StoppingView> {
  const { projectId, targetError = null, budget, budgetUnit: unit, valuePerPoint = null } = request;
  const [source, rounds, measured, models] = await Promise.all([
    liveSource(container, projectId),
    listRounds(container, projectId),
    projectRates(container, projectId, now),
    compareSuccessiveModels(container, projectId),
  ]);
  const { currency, rates } = measured;
  const { have } = source;
  const live = source.curves.find(({ isRandom }) => !isRandom);
  const batch = rounds.at(-1)?.batch.size ?? 0;
  const spent =
    budget === undefined ? null : await spentSoFar(container, { projectId, unit, have }, measured);
  const comparison = comparisonsOf(rounds).at(-1);
  const tested = rounds.flatMap(({ number, labelCount, metrics }) =>
    metrics?.test && labelCount !== null
      ? [
          {
            number,
            labels: labelCount,
            examples: metrics.test.examples,
            wrong: Math.round(metrics.test.error.mean * metrics.test.examples),
          },
        ]
      : [],
  );
  return {
    rounds: tested.length,
    advice: [
      budgetAdvice(
        budget === undefined || spent === null
          ? null
          : { spent, budget, unit: unit === 'money' ? currency : unit },
      ),
      targetAdvice(tested, targetError),
      gainAdvice({
        curve: live && hasEnoughSizes(live) ? fitLearningCurve(live.points, PLAN_SEED) : null,
        have,
        batch,
        price: costOfLabels(batch, rates).money,
        valuePerPoint,
        currency,
      }),
      agreementAdvice(models.agreements),
      noGainAdvice(models.changes),
      controlAdvice(
        comparison
          ? {
              difference: comparison.difference,
              labels: comparison.seedLabels + comparison.labelsEach,
            }
          : null,
      ),
    ],
  };
}
