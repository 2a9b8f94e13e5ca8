import type { SelectionRequest } from '@/lib/contracts/selection';
import { AppError } from '@/lib/errors';
import { createRandom } from '@/lib/numeric/random';
import { durationWords, expectedSeconds } from '@/lib/selections/expected-seconds';
import { schemeByName } from '@/lib/selections/registry';
import type { Scheme, Selected, SelectionInput } from '@/lib/selections/scheme';
import { listUnlabeledRows } from '../annotations/unlabeled-rows.service';
import type { Container } from '../container';
import { listTrainingLabels } from '../surrogates/labels.repository';
import { chooseAside } from './choice-threads';
import { readExampleIds } from './example-ids.service';
import { findSelectionSource, type SelectionSource } from './selection-source.service';

/** What a scheme chose, and from what. */
export interface Choice {
  /** unlabeled pool examples, ascending */
  readonly candidates: Int32Array;
  /** chosen examples in order of choice; rows of the project */
  readonly rows: Int32Array;
  readonly inclusionProbabilities: Selected['inclusionProbabilities'];
  readonly weights: Float64Array;
  readonly notes: readonly string[];
  /** how many of them random selection by the same permanent random numbers chooses too; null where nobody asked */
  readonly sharedWithRandom: number | null;
  /** of the surrogate that had a part in it, else null */
  readonly surrogateId: string | null;
  readonly probabilitiesBlob: string | null;
  /** of the features that were looked at, else null */
  readonly featureSetId: string | null;
}

/** Longest that a choice may keep whoever asked for it waiting, and a core busy. */
const LONGEST_SECONDS = 30;

/**
 * Chooses among the pool examples that nobody has labeled or skipped and that wait in no batch. The same labels, scores
 * and request give the same choice.
 *
 * @throws AppError `bad-input` for a budget that the pool does not have, parameters or scores that the scheme cannot use,
 * and a choice that would take too long
 */
export async function choose(
  container: Container,
  request: SelectionRequest,
  comparison: { readonly compare: boolean } = { compare: false },
): Promise<Choice> {
  return chooseAmong(container, request, await findCandidates(container, request), comparison);
}

/** The choice among given candidates, ascending rows of which all is known that the scheme looks at. @throws like choose */
export async function chooseAmong(
  container: Container,
  request: SelectionRequest,
  { scheme, source, candidates }: Candidates,
  { compare } = { compare: false },
): Promise<Choice> {
  const { projectId, budget, parameters } = request;
  requireBudget(budget, candidates.length);
  const seconds = expectedSeconds(scheme, sizeOf(source, candidates, budget), parameters);
  requireShort(seconds);
  const readRows = (blob: string | null, rows: ArrayLike<number>) =>
    blob ? container.matrices.readRows(blob, rows) : undefined;
  const needs = (what: Scheme['needs'][number]): boolean => scheme.needs.includes(what);
  const input: SelectionInput = {
    scores: source.scores && gather(source.scores, candidates),
    ids: await readExampleIds(container, projectId, candidates),
    budget,
    seed: seedOf(request, candidates),
    probabilities: needs('probabilities') ? await readRows(source.probabilitiesBlob, candidates) : undefined,
    features: needs('features') ? await readRows(source.featuresBlob, candidates) : undefined,
    labeledFeatures: needs('labeled')
      ? await readRows(source.featuresBlob, await labeledRows(container, projectId, source.rowLimit))
      : undefined,
  };
  const task = { scheme: scheme.name, parameters, input, compare };
  const { selected, sharedWithRandom } = await chooseAside(task, seconds);
  return {
    candidates,
    rows: selected.rows.map((index) => candidates[index] as number),
    inclusionProbabilities: selected.inclusionProbabilities,
    weights: selected.weights,
    notes: selected.notes ?? [],
    sharedWithRandom,
    surrogateId: source.surrogateId,
    probabilitiesBlob: source.probabilitiesBlob,
    featureSetId: source.featureSetId,
  };
}

/** Roughly how long the choice will take, known before it is made. */
export async function expectChoice(
  container: Container,
  request: SelectionRequest,
): Promise<{ readonly seconds: number; readonly longestSeconds: number }> {
  const { scheme, source, candidates } = await findCandidates(container, request);
  const size = sizeOf(source, candidates, Math.min(request.budget, candidates.length));
  return {
    seconds: expectedSeconds(scheme, size, request.parameters),
    longestSeconds: LONGEST_SECONDS,
  };
}

interface Candidates {
  readonly scheme: Scheme;
  readonly source: SelectionSource;
  readonly candidates: Int32Array;
}

async function findCandidates(container: Container, request: SelectionRequest): Promise<Candidates> {
  const scheme = schemeByName(request.scheme);
  const source = await findSelectionSource(container, request, scheme);
  const unlabeled = await listUnlabeledRows(container, { projectId: request.projectId, split: 'pool' });
  // of examples added since, nothing is known
  return { scheme, source, candidates: unlabeled.filter((row) => row < source.rowLimit) };
}

/** By index: `Float32Array.from` would take forty times as long. */
function gather(scores: Float32Array, rows: Int32Array): Float32Array {
  const gathered = new Float32Array(rows.length);
  for (let index = 0; index < rows.length; index++) gathered[index] = scores[rows[index] as number] as number;
  return gathered;
}

function sizeOf({ dimension, classes }: SelectionSource, candidates: Int32Array, budget: number) {
  return { rows: candidates.length, budget, dimension, classes };
}

async function labeledRows({ db }: Container, projectId: string, rowLimit: number): Promise<number[]> {
  return (await listTrainingLabels(db, { projectId, rowLimit })).map(({ row }) => row);
}

/**
 * The request's seed, made another one wherever the candidates are others: what the batches before left in the pool has
 * lost its small numbers to them, so that a second draw by the same numbers would not have its probabilities.
 */
function seedOf({ seed }: SelectionRequest, candidates: Int32Array): number {
  const sum = candidates.reduce((total, row) => total + row, 0);
  return createRandom(seed, 'selection', `${candidates.length} candidates, ${sum}`).integer(2 ** 53);
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

function requireShort(seconds: number): void {
  if (seconds <= LONGEST_SECONDS) return;
  throw new AppError(
    'bad-input',
    `This scheme would take ${durationWords(seconds)} for this pool and budget.`,
    'Lower the budget, look at fewer examples where the scheme has a setting for it, or choose by `winnow select`, which has no limit.',
  );
}
