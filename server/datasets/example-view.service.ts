import type { ExampleTextView, ExampleView } from '@/lib/contracts/example';
import { TEXT_ENCODINGS } from '@/lib/contracts/ingest';
import { AppError } from '@/lib/errors';
import type { Container } from '../container';
import { predictionColumns, scoreBlobs, scoreColumns } from './example-columns.service';
import type { ExampleRow } from './example-view.repository';
import { findExamplesOfRows } from './example-view.repository';

/**
 * Examples as the screen shows them, in the order of `rows`, with score, prediction and confidence where a score set is
 * named. Rows beyond the score set (examples added since) have none.
 *
 * @throws AppError `not-found` for a row that is no example of the project, or a score set that is not of it
 */
export async function viewExamples(
  container: Container,
  projectId: string,
  rows: readonly number[],
  scoreSetId?: string | null,
): Promise<ExampleView[]> {
  const examples = await findExamplesOfRows(container.db, projectId, rows);
  const scored = scoreSetId
    ? await readScores(container, projectId, rows, scoreSetId)
    : new Map<number, never>();
  return rows.map((row) => {
    const example = examples.get(row);
    if (!example) throw new AppError('not-found', `There is no example ${row} in this project.`);
    const url = `/api/projects/${projectId}/examples/${row}`;
    return {
      row,
      key: example.key,
      split: example.split,
      label: example.label,
      labelSource: example.labelSource,
      width: example.width,
      height: example.height,
      thumbnailUrl: example.thumbnailBlob === null ? null : `${url}/thumbnail`,
      imageUrl: example.originalBlob === null || example.excerpt !== null ? null : `${url}/image`,
      text: viewText(example, `${url}/text`),
      score: null,
      predicted: null,
      confidence: null,
      ...scored.get(row),
    };
  });
}

function viewText({ excerpt, characters, encoding }: ExampleRow, url: string): ExampleTextView | null {
  if (excerpt === null) return null;
  const known = TEXT_ENCODINGS.find((name) => name === encoding) ?? 'utf-8';
  return { excerpt, characters: characters ?? excerpt.length, encoding: known, url };
}

async function readScores(
  container: Container,
  projectId: string,
  rows: readonly number[],
  scoreSetId: string,
): Promise<Map<number, Pick<ExampleView, 'score' | 'predicted' | 'confidence'>>> {
  const blobs = await scoreBlobs(container, projectId, scoreSetId);
  const { scores, rows: scored } = await scoreColumns(container, blobs.scores);
  const { predicted, confidence } = await predictionColumns(container, blobs.probabilities);
  const known = rows.filter((row) => row < scored);
  return new Map(
    known.map((row) => {
      const score = scores[row] as number;
      return [
        row,
        {
          score: Number.isFinite(score) ? score : null,
          predicted: predicted[row] as number,
          confidence: confidence[row] as number,
        },
      ];
    }),
  );
}
