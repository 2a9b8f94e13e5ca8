import { setImmediate as breathe } from 'node:timers/promises';
import { dawidSkene } from '@/lib/agreement/dawid-skene';
import type { DawidSkeneFit } from '@/lib/agreement/dawid-skene';
import { measureAgreement } from '@/lib/agreement/measure-agreement';
import type { MeasuredAgreement } from '@/lib/agreement/measure-agreement';
import { sharedVotes } from '@/lib/agreement/votes';
import type { Votes } from '@/lib/agreement/votes';
import type { Container } from '../container';
import { RecentValues } from '../datasets/recent-values';
import {
  findClassCount,
  findConsensusRule,
  lockDerived,
  replaceConsensusLabels,
} from './consensus.repository';
import type { Suspicion } from './review-items.repository';
import { replaceOpenItems } from './review-items.repository';
import type { ProjectVotes } from './votes.repository';
import { findVotesVersion, readVotes } from './votes.repository';

/** Of the bootstrap; fixed, so that the same votes give the same intervals. */
const SEED = 1;
/** A project of 100,000 votes keeps some megabytes. */
const KEPT = 8;

export interface DerivedVotes extends ProjectVotes {
  readonly measured: MeasuredAgreement;
}

const caches = new WeakMap<Container, RecentValues<DerivedVotes>>();

/**
 * What all votes of a project together say: agreement, Dawid–Skene's labels and the disagreements, the latter two written
 * to the database. Made once for each state of the votes; the thread is given free between iterations.
 *
 * What the computation costs: docs/guides/agreement.md. Reading and writing come on top.
 */
export async function derivedVotes(container: Container, projectId: string): Promise<DerivedVotes> {
  const known = caches.get(container) ?? new RecentValues<DerivedVotes>(KEPT);
  caches.set(container, known);
  const classes = await findClassCount(container.db, projectId);
  const version = await findVotesVersion(container.db, projectId);
  return known.get(`${projectId} ${classes} ${version}`, () => derive(container, { id: projectId, classes }));
}

/** Brings Dawid–Skene's labels up to date where the project goes by them. */
export async function refreshConsensus(container: Container, projectId: string): Promise<void> {
  if ((await findConsensusRule(container.db, projectId)) === 'dawid-skene') {
    await derivedVotes(container, projectId);
  }
}

async function derive(
  container: Container,
  project: { readonly id: string; readonly classes: number },
): Promise<DerivedVotes> {
  const found = await readVotes(container.db, project);
  const shared = sharedVotes(found.votes);
  const fit = await dawidSkene(shared, { pause: breathe });
  const measured = await measureAgreement(found.votes, fit, { seed: SEED, pause: breathe });
  const rows = shared.itemOf.map((item) => found.rows[item] as number);
  await container.db.$transaction(async (tx) => {
    await lockDerived(tx, project.id);
    await replaceConsensusLabels(tx, project.id, { rows, ...fit });
    await replaceOpenItems(tx, project.id, 'disagreement', disagreements(found, shared, rows, fit));
  });
  return { ...found, measured };
}

/** Examples whose votes are not all the same class, and those that are bad for one and have a class for another. */
function disagreements(
  { votes, rows: votedRows, disputed }: ProjectVotes,
  shared: Votes,
  rows: Int32Array,
  fit: DawidSkeneFit,
): Suspicion[] {
  const found = new Map<number, Suspicion>();
  for (let item = 0; item < votes.items; item++) {
    const row = votedRows[item] as number;
    const suggested = votes.label[votes.offsets[item] as number] as number;
    if (disputed.has(row)) found.set(row, { row, suspicion: 0.5, suggested });
  }
  for (let item = 0; item < shared.items; item++) {
    const labels = shared.label.subarray(shared.offsets[item], shared.offsets[item + 1]);
    const row = rows[item] as number;
    const isDisputed = disputed.has(row);
    if (!isDisputed && labels.every((label) => label === labels[0])) continue;
    const doubt = 1 - (fit.probabilities[item] as number);
    const suspicion = isDisputed ? Math.max(0.5, doubt) : doubt;
    found.set(row, { row, suspicion, suggested: fit.labels[item] as number });
  }
  return [...found.values()];
}
