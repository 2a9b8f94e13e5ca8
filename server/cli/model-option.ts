import { InvalidArgumentError, Option } from 'commander';
import { describeParameters } from '@/lib/contracts/parameters';
import { AppError } from '@/lib/errors';
import { parseScoreName } from '@/lib/scores/score-name';
import { modelByName, modelSchema, MODELS, type Model } from '@/lib/surrogates/models';
import type { ImageShape } from '@/lib/surrogates/network';
import { openIdxFile } from '../datasets/formats/idx-file';
import { detectFormat } from '../datasets/formats/open-matrix-source';
import { settingText } from './setting-text';

export function modelOption(): Option {
  return new Option('--model <name>', 'model to train, with settings: name:key=value,key=value')
    .argParser(parseModel)
    .default({ name: 'softmax' } satisfies Model, 'softmax');
}

export function imageOption(): Option {
  return new Option(
    '--image <HxWxC>',
    'the features are pixels, e.g. 28x28x1 (IDX files say it themselves)',
  ).argParser(parseImage);
}

/** Every model with its settings, as the registry has them. */
export function modelHelp(): string {
  const lines = MODELS.map((definition) => {
    const settings = describeParameters(definition).map(settingText);
    const lines = [
      `${definition.name}: ${definition.title}`,
      `  ${definition.description}`,
      ...settings.map((text) => `    ${text}`),
    ];
    return lines.map((line) => `  ${line}`).join('\n');
  });
  return `\nModels\n${lines.join('\n')}`;
}

/** The images behind a file of features: as was said, or as an IDX file says; null where there are none. */
export async function imageOfFile(path: string, given: ImageShape | undefined): Promise<ImageShape | null> {
  if (given) return given;
  if ((await detectFormat(path)) !== 'idx') return null;
  const [, height, width, channels = 1] = (await openIdxFile(path)).shape;
  return height && width ? { height, width, channels } : null;
}

/** @throws AppError `bad-input` where the image is not of so many values */
export function requireImageSize(image: ImageShape | null, columns: number): void {
  if (!image || image.height * image.width * image.channels === columns) return;
  throw new AppError(
    'bad-input',
    `Images of ${image.height} × ${image.width} × ${image.channels} are not ${columns} features a row.`,
    'Give height, width and channels of the pixels by --image.',
  );
}

function parseModel(text: string): Model {
  try {
    const { name, values } = parseScoreName(text);
    const parsed = modelSchema.safeParse({ name: modelByName(name).name, ...values });
    if (parsed.success) return parsed.data;
    const issues = parsed.error.issues.map((issue) => [...issue.path, issue.message].join(': '));
    throw new InvalidArgumentError(issues.join('; '));
  } catch (error) {
    if (error instanceof AppError) throw new InvalidArgumentError(`${error.message} ${error.remedy}`);
    throw error;
  }
}

function parseImage(text: string): ImageShape {
  const [height = 0, width = 0, channels = 1, ...rest] = text.split('x').map(Number);
  const isShape = [height, width, channels].every((side) => Number.isInteger(side) && side > 0);
  if (isShape && rest.length === 0) return { height, width, channels };
  throw new InvalidArgumentError('Give height x width x channels, e.g. 28x28x1.');
}
