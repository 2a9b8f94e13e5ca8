import { basename } from 'node:path';
import { AppError } from '@/lib/errors';
import { externalProbabilities, type ExternalValues } from '@/lib/surrogates/external-probabilities';
import type { Matrix } from '@/lib/numeric/matrix';
import { readLabelsFile, type Labels } from '../datasets/formats/read-labels-file';
import { readMatrixFile } from '../datasets/formats/read-matrix-file';

/** Features and labels of one part of the data, row by row. */
export interface LabeledFile {
  readonly features: Matrix;
  readonly labels: Int32Array;
}

/** @throws AppError `bad-input` naming both files where they do not have the same rows */
export function requireSameRows(left: string, leftRows: number, right: string, rightRows: number): void {
  if (leftRows === rightRows) return;
  const where = `the first row that only one of them has is row ${Math.min(leftRows, rightRows)}`;
  throw new AppError(
    'bad-input',
    `${basename(left)} has ${leftRows} rows, ${basename(right)} has ${rightRows}: ${where}.`,
    'Give files of the same examples in the same order.',
  );
}

/** @throws AppError `bad-input` naming both files where their rows are not as long */
export function requireSameColumns(
  left: string,
  leftMatrix: Matrix,
  right: string,
  rightMatrix: Matrix,
): void {
  if (leftMatrix.columns === rightMatrix.columns) return;
  throw new AppError(
    'bad-input',
    `${basename(left)} has ${leftMatrix.columns} features a row, ${basename(right)} has ${rightMatrix.columns} (row 0).`,
    'Give features of the same extractor.',
  );
}

/** Class numbers of several files that may name their classes: names are numbered over all files together. */
function numberTogether(files: readonly { readonly path: string; readonly labels: Labels }[]): Int32Array[] {
  const named = files.filter(({ labels }) => labels.classNames);
  if (named.length === 0) return files.map(({ labels }) => labels.labels);
  const [numeric] = files.filter(({ labels }) => !labels.classNames);
  if (numeric) {
    throw new AppError(
      'bad-input',
      `${basename(numeric.path)} has class numbers (row 0), ${basename(named[0]?.path ?? '')} has class names.`,
      'Write the labels of all files in the same way.',
    );
  }
  const names = [...new Set(named.flatMap(({ labels }) => labels.classNames ?? []))].sort();
  const numbers = new Map(names.map((name, index) => [name, index]));
  return files.map(({ labels }) => {
    const renumbered = (labels.classNames ?? []).map((name) => numbers.get(name) ?? 0);
    return labels.labels.map((label) => renumbered[label] ?? 0);
  });
}

/**
 * Reads files of labels so that a class has one number in all of them.
 *
 * @throws AppError `bad-input` naming file and row
 */
export async function readLabelsTogether(paths: readonly string[]): Promise<Int32Array[]> {
  const files = await Promise.all(paths.map(async (path) => ({ path, labels: await readLabelsFile(path) })));
  return numberTogether(files);
}

/**
 * Reads parts of the data, each a file of features and one of labels, so that a class has one number in all of them.
 *
 * @throws AppError `bad-input` naming file, row and remedy
 */
export async function readLabeledFiles(
  parts: readonly { readonly features: string; readonly labels: string }[],
): Promise<{ parts: LabeledFile[]; classes: number }> {
  const matrices = await Promise.all(parts.map(({ features }) => readMatrixFile(features)));
  const numbers = await readLabelsTogether(parts.map(({ labels }) => labels));
  let classes = 0;
  const read = parts.map((part, index): LabeledFile => {
    const features = matrices[index] as Matrix;
    const own = numbers[index] as Int32Array;
    requireSameRows(part.features, features.rows, part.labels, own.length);
    requireSameColumns(parts[0]?.features ?? '', matrices[0] as Matrix, part.features, features);
    for (const label of own) classes = Math.max(classes, label + 1);
    return { features, labels: own };
  });
  return { parts: read, classes };
}

/**
 * One number an example: a `.npy` vector, or any matrix file of one column.
 *
 * @throws AppError `bad-input` naming the file
 */
export async function readScoresFile(path: string): Promise<Float32Array> {
  const { data, columns } = await readMatrixFile(path);
  requireOneColumn(basename(path), columns);
  return data;
}

/** @throws AppError `bad-input` naming the file */
export function requireOneColumn(name: string, columns: number): void {
  if (columns === 1) return;
  throw new AppError(
    'bad-input',
    `${name} has ${columns} columns (row 0); scores are one number a row.`,
    'Give the file that `winnow score` wrote.',
  );
}

/**
 * Class probabilities, a row an example, from any model.
 *
 * @throws AppError `bad-input` naming file and row where a row is no distribution
 */
export async function readProbabilitiesFile(
  path: string,
  values: ExternalValues = 'probabilities',
): Promise<Matrix> {
  return externalProbabilities(await readMatrixFile(path), values, basename(path));
}
