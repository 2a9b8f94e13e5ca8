import type { Interval } from '@/lib/contracts/model';
import { expectedAgreement } from './expected-agreement';
import type { LiveLoop, Vote } from './run-live-loop';

const CLASSES = 10;

/** The tables of docs/studies/live-loop.md. */
export function liveLoopReport(loop: LiveLoop): string {
  return [roundsTable(loop), agreementTable(loop), annotatorsTable(loop)].join('\n\n');
}

function roundsTable({ rounds, curve }: LiveLoop): string {
  const start = curve.find(({ round }) => round === 0);
  return table(
    ['round', 'labels', 'test error, %', 'unlabeled pool, %', 'labels each', 'chosen − random, points'],
    [
      ...(start ? [['seed', start.labels, interval({ mean: start.error, ...start }), '', '', '']] : []),
      ...rounds.map(({ number, labelCount, metrics, control }) => [
        number,
        labelCount,
        metrics?.test ? interval(metrics.test.error) : '',
        control?.before ? interval(control.before.error) : '',
        control?.comparison?.labelsEach ?? '',
        control?.comparison ? interval(control.comparison.difference) : '',
      ]),
    ],
  );
}

/** Kappa by the error rates that the people were given, and as Winnow measured it. */
function agreementTable({ votes, agreement, rightLabels }: LiveLoop): string {
  const { krippendorff, fleiss, shared } = agreement;
  const estimate = ({ value, low, high }: typeof krippendorff) =>
    value === null ? '–' : `${value.toFixed(3)} (${low?.toFixed(3)} … ${high?.toFixed(3)})`;
  return table(
    ['', 'measured', 'by the error rates given'],
    [
      ['examples with several answers', shared, answeredOften(votes).length],
      ['Krippendorff’s alpha', estimate(krippendorff), expectedKappa(votes)],
      ['Fleiss’ kappa', estimate(fleiss), expectedKappa(votes)],
      ['right labels by majority', percent(rightLabels.majority), ''],
      ['right labels by Dawid–Skene', percent(rightLabels['dawid-skene']), ''],
    ],
  );
}

function annotatorsTable({ votes, agreement }: LiveLoop): string {
  const shared = answeredOften(votes).flat();
  const people = [...new Set(votes.map(({ annotator }) => annotator))].sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  return table(
    ['annotator', 'errors given, %', 'errors made, %', 'errors by Dawid–Skene, %', 'shared examples'],
    people.map(({ name, errorRate }) => {
      const own = shared.filter(({ annotator }) => annotator.name === name);
      const wrong = own.filter(({ label, truth }) => label !== truth).length;
      const found = agreement.annotators.find((annotator) => annotator.name === name);
      return [
        name,
        percent(errorRate),
        percent(wrong / own.length),
        found?.accuracy === null || found?.accuracy === undefined ? '–' : percent(1 - found.accuracy),
        found?.shared ?? '–',
      ];
    }),
  );
}

/** The answers to each example with two or more. */
function answeredOften(votes: readonly Vote[]): Vote[][] {
  const byRow = new Map<number, Vote[]>();
  for (const vote of votes) {
    const of = byRow.get(vote.row);
    if (of) of.push(vote);
    else byRow.set(vote.row, [vote]);
  }
  return [...byRow.values()].filter((of) => of.length > 1);
}

/** Kappa that the error rates lead one to expect of these answers. */
function expectedKappa(votes: readonly Vote[]): string {
  const examples = answeredOften(votes).map((of) => ({
    truth: of[0]?.truth ?? 0,
    annotators: of.map(({ annotator }) => annotator),
  }));
  return expectedAgreement(examples, CLASSES).toFixed(3);
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}

function interval({ mean, low, high }: Interval): string {
  return `${percent(mean)} (${percent(low)} … ${percent(high)})`;
}

function table(head: readonly string[], rows: readonly (readonly unknown[])[]): string {
  const line = (cells: readonly unknown[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
