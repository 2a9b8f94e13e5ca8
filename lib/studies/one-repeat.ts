import type { StudyReport } from '../contracts/study-report';
import { SCHEMES } from '../selections/registry';
import { comparisonsWithRandom } from './comparisons';
import { curveLabel } from './curve-label';
import { percentWords, pointWords } from './words';

/**
 * What one repeat says of schemes that choose without chance, by McNemar's test on the test examples (theory c.3): it
 * answers for two models, not for two ways to train them. Allows for all such comparisons (Bonferroni).
 */
export function oneRepeatSentences(report: StudyReport): string[] {
  const tested = comparisonsWithRandom(report).flatMap(({ curve, point, interval }) => {
    const [probability] = point.mcnemar;
    const scheme = SCHEMES.find(({ name }) => name === curve.strategy);
    return scheme?.deterministic && probability !== undefined
      ? [{ curve, point, interval, probability }]
      : [];
  });
  if (tested.length === 0) return [];
  const [clearest] = tested.sort((left, right) => left.probability - right.probability);
  const adjusted = (clearest?.probability ?? 1) * tested.length;
  if (!clearest || adjusted >= 0.05) {
    return [
      `On these test examples no model differs from random's beyond chance (McNemar's test, ${tested.length} compared).`,
    ];
  }
  const { curve, point, interval } = clearest;
  const what = `${curveLabel(report, curve)} at ${percentWords(point.fraction)}`;
  const direction = interval.mean < 0 ? 'better' : 'worse';
  const probability = adjusted < 0.001 ? 'p < 0.001' : `p = ${adjusted.toFixed(3)}`;
  return [
    `On these test examples the model of ${what} is ${direction} than random's by ${pointWords(interval.mean)} points (McNemar's test, ${probability}, allowing for ${tested.length} compared); other seed labels or another draw of random may turn it.`,
  ];
}
