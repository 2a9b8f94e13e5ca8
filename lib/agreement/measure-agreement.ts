import type { AgreementEstimate, AgreementReport, AnnotatorAgreement } from '../contracts/agreement';
import { agreementWithOthers } from './agreement-with-others';
import { annotatorPairs } from './annotator-pairs';
import { bootstrapAgreement } from './bootstrap-agreement';
import type { BootstrapIntervals } from './bootstrap-agreement';
import { cohenKappa, confusionBetween } from './cohen-kappa';
import { confusedClasses } from './confused-classes';
import type { DawidSkeneFit } from './dawid-skene';
import { gapOf, measured, measuredShare, missing } from './estimate';
import { fleissKappa } from './fleiss-kappa';
import { krippendorffAlpha } from './krippendorff-alpha';
import type { LabelPatterns } from './label-patterns';
import { labelPatterns } from './label-patterns';
import type { Votes } from './votes';
import { sharedVotes } from './votes';

/** Pairs of annotators and of classes that a report lists at most. */
const LISTED = 50;

export type AnnotatorNumbers = Omit<AnnotatorAgreement, 'id' | 'name' | 'medianSeconds' | 'unsure'>;

/** A report without what only the database knows of annotators, who are numbers here. */
export interface MeasuredAgreement extends Omit<AgreementReport, 'annotators' | 'pairs'> {
  readonly annotators: readonly AnnotatorNumbers[];
  readonly pairs: readonly {
    readonly annotators: readonly [number, number];
    readonly shared: number;
    readonly kappa: AgreementEstimate;
  }[];
}

/**
 * All that a project's page says of agreement. Every number that the votes cannot tell is null with its reason.
 *
 * @param votes of all items with a label by people
 * @param fit of Dawid–Skene to the items with two votes or more (`sharedVotes`)
 * @param seed of the bootstrap
 * @param pause awaited often, for callers that share their thread
 * Cost: that of bootstrapAgreement, and votes · (pairs listed).
 */
export async function measureAgreement(
  votes: Votes,
  fit: DawidSkeneFit,
  { seed, pause }: { readonly seed: number; readonly pause?: () => Promise<void> },
): Promise<MeasuredAgreement> {
  const shared = sharedVotes(votes);
  const patterns = labelPatterns(shared);
  const gap = gapOf(votes);
  const bootstrap = await bootstrapAgreement(
    patterns,
    (weights) => {
      const { alpha, byClass } = krippendorffAlpha(patterns, weights);
      return [fleissKappa(patterns, weights), alpha, ...byClass];
    },
    { seed, ...(pause && { pause }) },
  );
  const { alpha, byClass } = krippendorffAlpha(patterns);
  const estimate = (value: number, place: number): AgreementEstimate =>
    gap ? missing(gap) : estimated(value, bootstrap, place);
  const pairs = annotatorPairs(shared);
  const kappaOf = (first: number, second: number) =>
    cohenKappa(confusionBetween(shared, first, second), votes.classes);
  const others = agreementWithOthers(shared);
  const labeled = new Int32Array(votes.annotators);
  for (const voter of votes.annotator) labeled[voter] = (labeled[voter] as number) + 1;
  const voters = new Set(votes.annotator);
  const [first, second] = [...voters].sort((a, b) => a - b);
  const listed: MeasuredAgreement['pairs'][number][] = [];
  for (const pair of pairs.slice(0, LISTED)) {
    const kappa = kappaOf(pair.first, pair.second);
    listed.push({ annotators: [pair.first, pair.second], shared: pair.shared, kappa });
    await pause?.();
  }
  return {
    examples: countVoted(votes),
    votes: votes.label.length,
    shared: shared.items,
    annotatorCount: voters.size,
    disagreement: gap ? missing(gap) : measuredShare(countSplit(patterns), shared.items, 'no-shared-example'),
    cohen:
      voters.size === 2 && first !== undefined && second !== undefined
        ? gap
          ? missing(gap)
          : kappaOf(first, second)
        : null,
    fleiss: estimate(fleissKappa(patterns), 0),
    krippendorff: estimate(alpha, 1),
    bootstrapReplicates: bootstrap.replicates,
    classes: classNumbers(patterns).map(({ votes: ofClass, repeated }, label) => ({
      label,
      votes: ofClass,
      alpha: ofClass === 0 ? missing(gap ?? 'no-such-vote') : estimate(byClass[label] as number, label + 2),
      repeated,
    })),
    annotators: others.map((withOthers, annotator) => ({
      labeled: labeled[annotator] as number,
      ...annotatorNumbers(fit, votes.classes, annotator, withOthers),
    })),
    pairs: listed,
    pairCount: pairs.length,
    confusedClasses: confusedClasses(patterns).slice(0, LISTED),
  };
}

function estimated(value: number, { intervals }: BootstrapIntervals, place: number): AgreementEstimate {
  return Number.isNaN(value) ? missing('one-class') : measured(value, intervals[place] ?? null);
}

function annotatorNumbers(
  fit: DawidSkeneFit,
  classes: number,
  annotator: number,
  { shared, share }: ReturnType<typeof agreementWithOthers>[number],
): Omit<AnnotatorNumbers, 'labeled'> {
  const row = (label: number) => {
    const start = (annotator * classes + label) * classes;
    return Array.from(fit.confusions.subarray(start, start + classes));
  };
  return {
    shared,
    withOthers: share,
    accuracy: shared === 0 ? null : (fit.accuracies[annotator] as number),
    confusion: shared === 0 ? null : Array.from({ length: classes }, (_, label) => row(label)),
  };
}

function countVoted({ items, offsets }: Votes): number {
  let voted = 0;
  for (let item = 0; item < items; item++) voted += Number(offsets[item] !== offsets[item + 1]);
  return voted;
}

/** Items whose votes are not all the same. */
function countSplit({ counts, offsets }: LabelPatterns): number {
  return counts.reduce(
    (sum, count, pattern) =>
      sum + ((offsets[pattern + 1] as number) - (offsets[pattern] as number) > 1 ? count : 0),
    0,
  );
}

/** Of each class its votes, and how often another vote on an item with one says it too. */
function classNumbers({ classes, counts, sizes, offsets, label, votes }: LabelPatterns) {
  const given = new Float64Array(classes);
  const pairs = new Float64Array(classes);
  const repeated = new Float64Array(classes);
  for (let pattern = 0; pattern < counts.length; pattern++) {
    const weight = counts[pattern] as number;
    for (let entry = offsets[pattern] as number; entry < (offsets[pattern + 1] as number); entry++) {
      const of = label[entry] as number;
      const times = votes[entry] as number;
      given[of] = (given[of] as number) + weight * times;
      pairs[of] = (pairs[of] as number) + weight * times * ((sizes[pattern] as number) - 1);
      repeated[of] = (repeated[of] as number) + weight * times * (times - 1);
    }
  }
  return Array.from(given, (count, of) => ({
    votes: count,
    repeated: count === 0 ? null : (repeated[of] as number) / (pairs[of] as number),
  }));
}
