import { AppError } from '@/lib/errors';
import { openIdxFile } from './idx-file';
import type { MatrixSource, RowBlock, SourceOptions } from './matrix-source';
import { rowsPerBlock } from './matrix-source';

/** IDX images as a matrix: a row an image, bytes scaled to 0 … 1. */
export async function openIdxSource(path: string, options: SourceOptions = {}): Promise<MatrixSource> {
  const file = await openIdxFile(path, options.name);
  if (file.type !== 'bytes' || file.shape.length < 2) {
    throw new AppError(
      'bad-input',
      `${file.name} holds IDX labels, not images.`,
      'Give the file of the images here, e.g. train-images-idx3-ubyte.gz.',
    );
  }
  const rows = file.shape[0] as number;
  const columns = file.shape.slice(1).reduce((product, length) => product * length, 1);
  return { name: file.name, rows, columns, columnNames: null, blocks };

  async function* blocks(): AsyncGenerator<RowBlock> {
    for await (const { first, count, bytes } of file.items(rowsPerBlock(columns))) {
      const data = new Float32Array(bytes.length);
      for (let index = 0; index < data.length; index++) data[index] = (bytes[index] as number) / 255;
      const values = { data, rows: count, columns };
      yield { firstRow: first, values, text: new Map(), problems: [], shareRead: (first + count) / rows };
    }
  }
}
