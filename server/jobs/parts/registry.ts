import { examineFilesPart } from '../../datasets/ingest/examine-part';
import { fitContentsPart, readContentsPart } from '../../features/content-parts';
import { runCellsPart } from '../../studies/cell-parts';
import { scoreShardsPart, surveyShardsPart } from '../../surrogates/score-parts';
import type { PartDefinition } from './part';

/** Every kind of part that a worker can do for a job of another one. One line a kind. */
export const parts: readonly PartDefinition<unknown, unknown>[] = [
  examineFilesPart,
  readContentsPart,
  fitContentsPart,
  surveyShardsPart,
  scoreShardsPart,
  runCellsPart,
];
