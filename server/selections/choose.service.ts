import type { SelectionRequest } from '@/lib/contracts/selection';
import { AppError } from '@/lib/errors';
import { scoreByName } from '@/lib/scores/registry';
import { schemeByName } from '@/lib/selections/registry';
import type { Selected } from '@/lib/selections/scheme';
import { select } from '@/lib/selections/select';
import { listUnlabeledRows } from '../annotations/unlabeled.repository';
import type { Container } from '../container';
import { readExampleIds } from './example-ids.service';
import { findScoreSet } from './selections.repository';

/** What a scheme chose, and from what. */
export interface Choice {
  /** unlabeled pool examples, ascending */
  readonly candidates: Int32Array;
  /** stable id of each candidate */
  readonly ids: BigUint64Array;
  /** chosen examples in order of choice; rows of the project */
  readonly rows: Int32Array;
  readonly inclusionProbabilities: Selected['inclusionProbabilities'];
  readonly weights: Float64Array;
  /** of the surrogate whose score was used, null where the scheme needs none */
  readonly probabilitiesBlob: string | null;
}

/**
 * Chooses among the pool examples that nobody has labeled or skipped and that wait in no batch. The same labels, scores
 * and request give the same choice.
 *
 * @throws AppError `bad-input` for a budget that the pool does not have, parameters or scores that the scheme cannot use
 */
export async function choose(container: Container, request: SelectionRequest): Promise<Choice> {
  const { projectId, budget, seed } = request;
  const scheme = schemeByName(request.scheme);
  const scoreSet = request.scoreSetId ? await openScoreSet(container, projectId, request.scoreSetId) : null;
  const unlabeled = await listUnlabeledRows(container.db, { projectId, split: 'pool' });
  // examples added since the scores were computed have none
  const candidates = scoreSet ? unlabeled.filter((row) => row < scoreSet.scores.rows) : unlabeled;
  requireBudget(budget, candidates.length);
  const ids = await readExampleIds(container, projectId, candidates);
  const scores = scoreSet && Float32Array.from(candidates, (row) => scoreSet.scores.data[row] as number);
  const selected = select(scheme, { scores, ids, budget, seed }, request.parameters);
  return {
    candidates,
    ids,
    rows: selected.rows.map((index) => candidates[index] as number),
    inclusionProbabilities: selected.inclusionProbabilities,
    weights: selected.weights,
    probabilitiesBlob: scoreSet?.probabilitiesBlob ?? null,
  };
}

async function openScoreSet({ db, matrices }: Container, projectId: string, scoreSetId: string) {
  const scoreSet = await findScoreSet(db, projectId, scoreSetId);
  if (!scoreSet) throw new AppError('not-found', 'There is no such score in this project.');
  if (!scoreSet.matrixBlob) {
    throw new AppError('conflict', 'This score is not computed yet.', 'Wait until its job is done.');
  }
  const { title, needs } = scoreByName(scoreSet.name);
  if (needs.includes('labels')) {
    throw new AppError(
      'bad-input',
      `“${title}” is known for labeled examples only, so it cannot choose what to label.`,
      'Choose another score.',
    );
  }
  return {
    scores: await matrices.read(scoreSet.matrixBlob),
    probabilitiesBlob: scoreSet.surrogate.probabilitiesBlob,
  };
}

function requireBudget(budget: number, available: number): void {
  if (budget <= available) return;
  throw new AppError(
    'bad-input',
    available === 0
      ? 'No pool example is left to choose: all are labeled, skipped or in a batch.'
      : `The budget is ${budget} examples, but only ${available} of the pool are left to choose.`,
    available === 0 ? 'Add examples on the page Pool, or finish the open batches.' : 'Lower the budget.',
  );
}
