import { AppError } from '../errors';
import type { CellResult } from './cell-result';

/** The finished cells of a study, by their keys, and how many test examples all points were measured on. */
export class CellResults {
  constructor(
    private readonly results: ReadonlyMap<string, CellResult>,
    readonly testExamples: number,
  ) {}

  /** @throws AppError `internal` where the cell is missing */
  get<Kind extends CellResult['kind']>(kind: Kind, key: string): Extract<CellResult, { kind: Kind }> {
    const result = this.results.get(key);
    if (result?.kind !== kind) throw new AppError('internal', `The study's cell “${key}” is missing.`);
    return result as Extract<CellResult, { kind: Kind }>;
  }

  all<Kind extends CellResult['kind']>(kind: Kind, keys: readonly string[]) {
    return keys.map((key) => this.get(kind, key));
  }
}
