import { confusionBetween } from '@/lib/agreement/cohen-kappa';
import type { AgreementReport, ConsensusRule } from '@/lib/contracts/agreement';
import { AppError } from '@/lib/errors';
import { findBreakSeconds } from '../annotations/break-seconds.repository';
import type { Container } from '../container';
import { findConsensusRule, saveConsensusRule } from './consensus.repository';
import { derivedVotes } from './derived-votes.service';
import { listAnnotatorFacts } from './votes.repository';

/** How far the annotators of a project agree, and by which rule their votes become labels. */
export async function report(
  container: Container,
  projectId: string,
): Promise<AgreementReport & { readonly consensus: string }> {
  const { measured, annotatorIds } = await derivedVotes(container, projectId);
  const consensus = await findConsensusRule(container.db, projectId);
  const { breakSeconds } = await findBreakSeconds(container.db, projectId);
  const facts = await listAnnotatorFacts(container.db, { projectId, breakSeconds });
  const idOf = (annotator: number) => annotatorIds[annotator] as string;
  return {
    ...measured,
    consensus,
    annotators: measured.annotators.map((numbers, annotator) => {
      const id = idOf(annotator);
      const { name, medianSeconds, unsure } = facts.get(id) ?? { name: null, medianSeconds: null, unsure: 0 };
      return { id, name: name ?? id, ...numbers, medianSeconds, unsure };
    }),
    pairs: measured.pairs.map(({ annotators: [first, second], ...pair }) => ({
      ...pair,
      annotators: [idOf(first), idOf(second)],
    })),
  };
}

/**
 * What two annotators said of the examples that both labeled: rows the first's classes, columns the second's.
 *
 * @throws AppError `not-found` for somebody who labeled nothing
 */
export async function confusion(
  container: Container,
  input: { projectId: string; first: string; second: string },
): Promise<{ counts: number[][] }> {
  const { votes, annotatorIds } = await derivedVotes(container, input.projectId);
  const [first, second] = [input.first, input.second].map((id) => annotatorIds.indexOf(id));
  if (first === undefined || second === undefined || first < 0 || second < 0) {
    throw new AppError('not-found', 'One of these annotators has labeled nothing in this project.');
  }
  const counts = Array.from(confusionBetween(votes, first, second));
  return {
    counts: Array.from({ length: votes.classes }, (_, row) =>
      counts.slice(row * votes.classes, (row + 1) * votes.classes),
    ),
  };
}

/** From now on several votes become a label by this rule; what was trained and exported before stays as it was. */
export async function setConsensus(
  container: Container,
  input: { projectId: string; consensus: ConsensusRule },
): Promise<void> {
  await derivedVotes(container, input.projectId);
  await saveConsensusRule(container.db, input.projectId, input.consensus);
}
