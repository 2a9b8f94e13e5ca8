import { AppError } from '../../errors';
import {
  addHessians,
  eachQuadraticForm,
  sandwich,
  type PackedBlocks,
} from '../../influence/expected-hessian';
import { influenceTerms, type InfluenceTerms } from '../../influence/influence-terms';
import { projectFeatures } from '../../influence/project-features';
import { isFiniteRow } from '../gradient/layer-norms';
import { checkDistributions } from '../rows';
import type { ScoreInput } from '../score';

/** Most parameters, (K − 1) · D, of which a score takes the whole Hessian: some hundred megaflops an example above. */
const EXACT_PARAMETERS = 1000;
/** Of the random projections; a constant, so that one score has one meaning. */
const PROJECTION_SEED = 1;

export type CurvatureTarget = 'parameters' | 'predictions';

/** The curvature of the surrogate's loss over a pool that comes in shards, and what single examples are by its measure. */
export class PoolCurvature {
  private sums: Float64Array | null = null;
  private rows = 0;
  private measure: PackedBlocks | null = null;
  private described = '';

  /**
   * @param dimensions features beyond so many are projected to so many, which keeps their products on average
   * @param target what is to become small: the error of the parameters (Q = 1) or of the predictions (Q = H)
   */
  constructor(
    private readonly dimensions: number,
    private readonly target: CurvatureTarget,
  ) {}

  /** Adds a shard's curvature, mean(C(x) ⊗ x xᵀ). O(rows · pairs · D²/2), D = features and the intercept. */
  add(shard: ScoreInput): void {
    const terms = this.termsOf(shard);
    this.sums ??= new Float64Array(terms.pairs.length * terms.triangle);
    addHessians(terms, null, this.sums);
    this.rows += terms.rows;
  }

  /** The number of rows, then the sums over them; null before the first shard. Those of several shards add up. */
  sumsSoFar(): Float64Array | null {
    if (!this.sums) return null;
    const sums = new Float64Array(1 + this.sums.length);
    sums[0] = this.rows;
    sums.set(this.sums, 1);
    return sums;
  }

  /** Takes sums of `sumsSoFar`, of a whole pool, in place of its shards. */
  resume(sums: Float64Array): void {
    this.rows = sums[0] as number;
    this.sums = sums.slice(1);
  }

  /** How the Hessian was taken, and of which features. */
  method(): string {
    return this.described;
  }

  /** Calls `visit` for each row of a shard with its quadratic forms of M = (H + λ)⁻¹ Q (H + λ)⁻¹; see lib/influence. */
  eachForm(
    shard: ScoreInput,
    visit: (row: number, forms: Float64Array, terms: InfluenceTerms) => void,
  ): void {
    const terms = this.termsOf(shard);
    if (terms.rows === 0) return;
    if (!this.sums) throw new AppError('internal', 'The pool was not surveyed before it was scored.');
    if (!this.measure) {
      const hessian = { values: this.sums.map((sum) => sum / this.rows) };
      const target = this.target === 'parameters' ? null : hessian;
      this.measure = sandwich(terms, hessian, target, shard.ridge);
    }
    eachQuadraticForm(terms, this.measure, (row, forms) => visit(row, forms, terms));
  }

  private termsOf({ probabilities, features }: ScoreInput): InfluenceTerms {
    if (!features) throw new AppError('bad-input', 'This score needs the features that the last layer saw.');
    checkDistributions(probabilities);
    for (let row = 0; row < features.rows; row++) {
      if (!isFiniteRow(features, row))
        throw new AppError('bad-input', `Row ${row} of the features is not finite.`);
    }
    const projected = projectFeatures(features, this.dimensions, PROJECTION_SEED);
    const terms = influenceTerms(probabilities, projected, true, EXACT_PARAMETERS);
    const isProjected = projected.columns < features.columns;
    const of = isProjected ? `, ${features.columns} features projected to ${projected.columns}` : '';
    this.described = `${terms.form} Hessian${of}`;
    return terms;
  }
}
