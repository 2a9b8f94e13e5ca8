import type { StudyConfig, StudySurrogate } from '../contracts/study';
import { AppError } from '../errors';
import type { Matrix } from '../numeric/matrix';
import { scoreByName } from '../scores/registry';
import type { ImageShape } from '../surrogates/network';
import type { PrincipalAxes } from '../surrogates/principal-axes';
import { scoresOfStudy } from './strategy-scheme';
import { EXTERNAL_MODEL } from './study-model';

/** One extractor's view of both parts. */
export interface FeaturePair {
  /** N × d */
  readonly pool: Matrix;
  /** m × d */
  readonly test: Matrix;
}

/** What a study is made on: all labels are known, those of the pool are revealed as they are chosen. */
export interface StudyData extends FeaturePair {
  /** N class numbers in 0 … classes − 1 */
  readonly labels: Int32Array;
  /** m class numbers */
  readonly testLabels: Int32Array;
  readonly classes: number;
  /** shape of the images whose pixels the features are; networks that look at images need it */
  readonly image?: ImageShape | null;
  /** features that only surrogates look at, by the name that the configuration gives them */
  readonly featureSets?: Readonly<Record<string, FeaturePair>>;
  /** N × K probabilities of external surrogates, by the surrogate's name */
  readonly probabilities?: Readonly<Record<string, Matrix>>;
  /** pool and test in the pool's principal axes, where softmax regression is fitted faster; made by the study */
  readonly turned?: (FeaturePair & { readonly axes: PrincipalAxes }) | null;
}

/** The pool as a surrogate reads it: its own features, or those of the study. */
export function poolOfSurrogate(data: StudyData, { features }: StudySurrogate): Matrix {
  return ((features === undefined ? null : data.featureSets?.[features]) ?? data).pool;
}

function requireLabels(labels: Int32Array, rows: number, classes: number, part: string): void {
  if (labels.length !== rows) {
    throw new AppError(
      'bad-input',
      `The ${part} has ${rows} rows but ${labels.length} labels.`,
      'Give one label for each row, in the same order.',
    );
  }
  const wrong = labels.findIndex((label) => label < 0 || label >= classes);
  if (wrong >= 0) {
    throw new AppError(
      'bad-input',
      `The ${part}'s label ${labels[wrong]} (row ${wrong}) is no class number of 0 … ${classes - 1}.`,
      'Labels count the classes from 0.',
    );
  }
}

/**
 * Checks that a study can be made on this data. O(N + m).
 *
 * @throws AppError `bad-input` that names the part and the row
 */
export function requireStudyData(data: StudyData): void {
  requireLabels(data.labels, data.pool.rows, data.classes, 'pool');
  requireLabels(data.testLabels, data.test.rows, data.classes, 'test pool');
  if (data.pool.columns !== data.test.columns) {
    throw new AppError(
      'bad-input',
      `The pool has ${data.pool.columns} features a row, the test pool ${data.test.columns}.`,
      'Both must come from the same extractor.',
    );
  }
  if (data.test.rows === 0)
    throw new AppError('bad-input', 'The test pool is empty.', 'Without it no error can be measured.');
  if (data.classes < 2)
    throw new AppError('bad-input', 'There is one class only.', 'A study needs two classes at least.');
}

/**
 * Checks that everything which the surrogates of a configuration look at is there.
 *
 * @throws AppError `bad-input` that names what is missing
 */
export function requireSurrogateData(config: StudyConfig, data: StudyData): void {
  for (const { name, model, features } of config.surrogates) {
    if (features !== undefined) requireFeatureSet(data, name, features);
    if (model !== EXTERNAL_MODEL) continue;
    requireNoLayers(config, name);
    const probabilities = data.probabilities?.[name];
    if (!probabilities) {
      throw new AppError(
        'bad-input',
        `The probabilities of the external surrogate “${name}” are missing.`,
        'Give a matrix with a row an example of the pool and a column a class.',
      );
    }
    if (probabilities.rows !== data.pool.rows || probabilities.columns !== data.classes) {
      throw new AppError(
        'bad-input',
        `The probabilities of “${name}” are ${probabilities.rows} × ${probabilities.columns}; the pool has ${data.pool.rows} rows and ${data.classes} classes.`,
        'Give a row an example of the pool and a column a class.',
      );
    }
  }
}

function requireNoLayers(config: StudyConfig, surrogate: string): void {
  const layered = scoresOfStudy(config).find((name) => scoreByName(name).needs.includes('layers'));
  if (layered === undefined) return;
  throw new AppError(
    'bad-input',
    `The score “${layered}” looks at all layers of a network, and of the external surrogate “${surrogate}” only probabilities are known.`,
    'Take a score of the last layer, or a surrogate that the study trains.',
  );
}

function requireFeatureSet(data: StudyData, surrogate: string, features: string): void {
  const set = data.featureSets?.[features];
  if (!set) {
    throw new AppError(
      'bad-input',
      `The surrogate “${surrogate}” looks at the features “${features}”, which are missing.`,
      'Give these features of pool and test examples, or take the key away.',
    );
  }
  const fits = set.pool.rows === data.pool.rows && set.test.rows === data.test.rows;
  if (fits && set.pool.columns === set.test.columns) return;
  throw new AppError(
    'bad-input',
    `The features “${features}” are ${set.pool.rows} × ${set.pool.columns} and ${set.test.rows} × ${set.test.columns}; the pool has ${data.pool.rows} rows, the test pool ${data.test.rows}.`,
    'Give features of the same examples in the same order, of one extractor.',
  );
}
