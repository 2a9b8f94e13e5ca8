import { InvalidArgumentError } from 'commander';
import type { Matrix } from '@/lib/numeric/matrix';
import type { FeaturePair, StudyData } from '@/lib/studies/study-data';
import type { ImageShape } from '@/lib/surrogates/network';
import { AppError } from '@/lib/errors';
import { readMatrixFile } from '../datasets/formats/read-matrix-file';
import { readLabeledFiles, readProbabilitiesFile, type LabeledFile } from './input-files';
import { imageOfFile, requireImageSize } from './model-option';

/** A name and the file that it stands for. */
export type NamedFiles = Readonly<Record<string, string>>;

export interface StudyDataFiles {
  readonly pool: string;
  readonly labels: string;
  readonly testPool: string;
  readonly testLabels: string;
  /** other features of the pool, and of the test examples, by name */
  readonly features?: NamedFiles;
  readonly testFeatures?: NamedFiles;
  /** probabilities of external surrogates by their name */
  readonly probabilities?: NamedFiles;
  /** the same as logits */
  readonly logits?: NamedFiles;
  /** images behind the features, where their file does not say it */
  readonly image?: ImageShape;
}

/** `NAME=FILE`, given as often as there are names. */
export function collectNamedFile(text: string, before: NamedFiles = {}): NamedFiles {
  const [name, ...rest] = text.split('=');
  const file = rest.join('=');
  if (!name || !file) throw new InvalidArgumentError('Give NAME=FILE.');
  return { ...before, [name]: file };
}

/** @throws AppError `bad-input` naming file, row and remedy */
export async function readStudyData(files: StudyDataFiles): Promise<StudyData> {
  const { parts, classes } = await readLabeledFiles([
    { features: files.pool, labels: files.labels },
    { features: files.testPool, labels: files.testLabels },
  ]);
  const [pool, test] = parts as [LabeledFile, LabeledFile];
  const image = await imageOfFile(files.pool, files.image);
  requireImageSize(image, pool.features.columns);
  return {
    pool: pool.features,
    labels: pool.labels,
    test: test.features,
    testLabels: test.labels,
    classes,
    image,
    featureSets: await readFeatureSets(files),
    probabilities: {
      ...(await readNamed(files.probabilities ?? {}, (path) => readProbabilitiesFile(path))),
      ...(await readNamed(files.logits ?? {}, (path) => readProbabilitiesFile(path, 'logits'))),
    },
  };
}

async function readFeatureSets({ features = {}, testFeatures = {} }: StudyDataFiles) {
  const [unpaired] = [...Object.keys(features), ...Object.keys(testFeatures)].filter(
    (name) => !(name in features && name in testFeatures),
  );
  if (unpaired !== undefined) {
    throw new AppError(
      'bad-input',
      `The features “${unpaired}” are given of one part only.`,
      `Give both --features ${unpaired}=F and --test-features ${unpaired}=F2.`,
    );
  }
  const pools = await readNamed(features, readMatrixFile);
  const tests = await readNamed(testFeatures, readMatrixFile);
  const pairs = Object.entries(pools).map(([name, pool]): [string, FeaturePair] => [
    name,
    { pool, test: tests[name] as Matrix },
  ]);
  return Object.fromEntries(pairs);
}

async function readNamed(
  files: NamedFiles,
  read: (path: string) => Promise<Matrix>,
): Promise<Record<string, Matrix>> {
  const entries = Object.entries(files).map(async ([name, path]) => [name, await read(path)] as const);
  return Object.fromEntries(await Promise.all(entries));
}
