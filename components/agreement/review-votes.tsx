import type { ReviewItemView, ReviewVote } from '@/lib/contracts/review';
import { Badge } from '../ui/badge';
import { formatDuration, formatMoment, formatPercent } from '../ui/format';
import { Section } from '../ui/section';

interface ReviewVotesProps {
  readonly item: ReviewItemView;
  readonly classes: readonly string[];
}

/** Why the example is here, what it counts as now, and who said what. */
export function ReviewVotes({ item, classes }: ReviewVotesProps) {
  const { example, votes, consensus, reasons } = item;
  return (
    <Section title="What was said">
      <ul className="mb-3 flex flex-col gap-1">
        {reasons.map(({ reason, suggested }) => (
          <li key={reason}>
            {reason === 'disagreement'
              ? 'People disagree.'
              : `A model of the other labels is confident that this is ${named(suggested, classes)}.`}
          </li>
        ))}
        <li>
          {example.label === null
            ? 'It has no label now.'
            : `It counts as ${named(example.label, classes)} now.`}
        </li>
        {consensus && (
          <li>
            Weighed by how often each annotator is right (Dawid–Skene): {named(consensus.label, classes)},{' '}
            {formatPercent(consensus.probability, 0)} sure.
          </li>
        )}
      </ul>
      <ul aria-label="Answers" className="flex flex-col divide-y divide-line">
        {votes.map((vote) => (
          <Vote key={`${vote.annotatorId} ${vote.createdAt.getTime()}`} vote={vote} classes={classes} />
        ))}
      </ul>
    </Section>
  );
}

function Vote({ vote, classes }: { readonly vote: ReviewVote; readonly classes: readonly string[] }) {
  const { annotator, unsure, comment, reason, seconds, source, createdAt } = vote;
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 py-2">
      <span className="font-semibold">{answerWords(vote, classes)}</span>
      {unsure && <Badge tone="warning">unsure</Badge>}
      {source === 'review' && <Badge tone="accent">decision</Badge>}
      {source === 'file' && <Badge>from file</Badge>}
      <span className="min-w-0 break-words text-ink-soft">{annotator}</span>
      <span className="ml-auto text-sm text-ink-faint">
        {seconds !== null && `${formatDuration(seconds)} · `}
        {formatMoment(createdAt)}
      </span>
      {(comment ?? reason) && (
        <p className="w-full max-w-[70ch] break-words">
          {[reason?.replaceAll('-', ' '), comment].filter(Boolean).join(': ')}
        </p>
      )}
    </li>
  );
}

function answerWords({ kind, label }: ReviewVote, classes: readonly string[]): string {
  if (label !== null) return classes[label] ?? `class ${label}`;
  return kind === 'bad' ? 'Bad data' : 'Skipped';
}

function named(label: number | null, classes: readonly string[]): string {
  return label === null ? 'something else' : `“${classes[label] ?? label}”`;
}
