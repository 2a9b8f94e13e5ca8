import { basename } from 'node:path';
import { AppError } from '@/lib/errors';
import { createMatrix, rowOf, type Matrix } from '@/lib/numeric/matrix';
import { externalProbabilities } from '@/lib/surrogates/external-probabilities';
import type { Container } from '../container';
import type { MatrixSource } from '../datasets/formats/matrix-source';
import { openMatrixSource } from '../datasets/formats/open-matrix-source';
import { locateSource } from '../datasets/ingest/locate-source';
import { removeUpload } from '../datasets/uploads.service';
import type { JobContext } from '../jobs/job';
import { rowsByKey } from './example-rows.repository';
import type { MadeSurrogate } from './fit-trained.service';
import { externalConfigurationSchema } from './surrogate-configuration';
import { surrogateFiles } from './surrogate-files';
import type { TrainingInputs } from './surrogates.repository';

/**
 * Takes over what another model said of every example: by the column `id` where the file has one, else row by row.
 *
 * @throws AppError `bad-input` naming file and row where it does not fit the examples or is no distribution
 */
export async function readExternal(
  container: Container,
  inputs: TrainingInputs,
  context: JobContext,
): Promise<MadeSurrogate> {
  const { matrices } = container;
  const { uploadId, fileName, values, classes } = externalConfigurationSchema.parse(inputs.configuration);
  const source = { kind: 'upload', uploadId, fileName } as const;
  const { path } = await locateSource(container, { projectId: inputs.projectId, source, trusted: false });
  const file = await openMatrixSource(path, { name: basename(fileName) });
  requireColumns(file, classes);
  const { probabilities: blob } = surrogateFiles(inputs.projectId, inputs.id);
  const inOrder = await readInOrder(container, file, inputs, { classes, context });
  await matrices.write(blob, externalProbabilities(inOrder, values, file.name));
  return {
    classes,
    parametersBlob: null,
    facts: {
      engine: null,
      ridge: null,
      ridgeFrom: `${values} from ${file.name}`,
      ridgePath: [],
      objective: 0,
      iterations: 0,
      trainingLabels: 0,
      absentClasses: [],
    },
    removeSource: () => removeUpload(container, inputs.projectId, uploadId),
  };
}

/** Every example's row of the file, in the order of the examples. */
async function readInOrder(
  container: Container,
  file: MatrixSource,
  { projectId, rows }: TrainingInputs,
  { classes, context }: { classes: number; context: JobContext },
): Promise<Matrix> {
  const ordered = createMatrix(new Float32Array(rows * classes), rows, classes);
  const found = new Uint8Array(rows);
  const byKey = file.columnNames?.includes('id')
    ? await rowsByKey(container.db, { projectId, rowLimit: rows })
    : null;
  let count = 0;
  for await (const block of file.blocks()) {
    if (context.signal.aborted) throw new AppError('cancelled', 'The work was stopped.');
    const [problem] = block.problems;
    if (problem) throw unfit(`${file.name}, ${problem.place}: ${problem.reason}.`, 'Mend the row.');
    const ids = block.text.get('id');
    for (let index = 0; index < block.values.rows; index++) {
      const inFile = block.firstRow + index;
      const row = byKey ? byKey.get(ids?.[index] ?? '') : inFile;
      if (row === undefined) continue;
      if (row >= rows) throw unfit(`${file.name} has more than ${rows} rows.`, ONE_ROW_EACH);
      if (found[row]) throw unfit(`${file.name}, row ${inFile}: the id stands twice.`, ONE_ROW_EACH);
      ordered.data.set(rowOf(block.values, index), row * classes);
      found[row] = 1;
      count++;
    }
  }
  if (count < rows) {
    const missing = found.indexOf(0);
    throw unfit(
      `${file.name} speaks of ${count} of ${rows} examples; the first without is row ${missing}.`,
      ONE_ROW_EACH,
    );
  }
  return ordered;
}

const ONE_ROW_EACH = 'Give one row an example, in the order of the pool or with their ids.';

function requireColumns({ name, columns }: MatrixSource, classes: number): void {
  if (columns === classes) return;
  throw unfit(
    `${name} has ${columns} columns; the project has ${classes} classes.`,
    'Give a column a class, in their order.',
  );
}

function unfit(message: string, remedy: string): AppError {
  return new AppError('bad-input', message, remedy);
}
