import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { AppError } from '@/lib/errors';
import { pathBelowRoots } from '../../datasets/ingest/locate-source';
import type { Environment } from '../../env';
import { downloadModel, parseHubModel } from './hub-model';

/** A model's file on this machine, and what lies beside it. */
export interface LocatedModel {
  /** what the user calls it */
  readonly name: string;
  readonly path: string;
  /** A JSON file beside the model; null where there is none. @throws AppError `bad-input` where it is no JSON object */
  settings(fileName: string): Promise<Record<string, unknown> | null>;
}

/** A format of models: what it is called, and where it lies in a folder, in the order in which it is looked for. */
interface ModelFormat {
  readonly title: string;
  readonly files: readonly string[];
  readonly onHub: boolean;
}

export const ONNX_MODEL: ModelFormat = {
  title: '.onnx file',
  files: ['model.onnx', 'onnx/model.onnx'],
  onHub: true,
};

export const TFJS_MODEL: ModelFormat = { title: 'model.json', files: ['model.json'], onHub: false };

/**
 * Finds a model: its file, or a folder with it, below an import folder of the server; or an id of the Hugging Face hub,
 * `owner/name` or `owner/name@revision`, downloaded once, where the format is kept there.
 *
 * @throws AppError `bad-input`, `not-found`, `forbidden`, or `unavailable` where the hub cannot be reached
 */
export async function locateModel(
  model: string,
  format: ModelFormat,
  env: Environment,
): Promise<LocatedModel> {
  const wanted = model.trim();
  if (isAbsolute(wanted) || wanted.startsWith('.')) {
    return locate(await pathBelowRoots(env.importRoots, resolve(wanted)), basename(wanted), format);
  }
  const hubModel = format.onHub ? parseHubModel(wanted) : null;
  if (hubModel) return locate(await downloadModel(hubModel, env), wanted, format);
  const [otherwise, remedy] = format.onHub
    ? ['neither a path nor a model of the Hugging Face hub', ', or owner/name of the hub']
    : ['not a path', ''];
  throw new AppError(
    'bad-input',
    wanted === '' ? 'No model is named.' : `“${wanted}” is ${otherwise}.`,
    `Name a ${format.title} or its folder by its full path on the server${remedy}.`,
  );
}

async function locate(place: string, name: string, format: ModelFormat): Promise<LocatedModel> {
  const path = (await stat(place)).isDirectory() ? await modelIn(place, name, format) : place;
  const folders = [dirname(path), dirname(dirname(path))];
  return {
    name,
    path,
    async settings(fileName) {
      // In the usual layout of the hub the model lies in `onnx`, its settings a folder above.
      const candidates = basename(dirname(path)) === 'onnx' ? folders : folders.slice(0, 1);
      for (const folder of candidates) {
        const text = await readFile(join(folder, fileName), 'utf8').catch(() => null);
        if (text !== null) return parseSettings(text, `${name}: ${fileName}`);
      }
      return null;
    },
  };
}

async function modelIn(folder: string, name: string, { title, files }: ModelFormat): Promise<string> {
  for (const file of files) {
    const path = join(folder, file);
    const found = await stat(path).catch(() => null);
    if (found?.isFile()) return path;
  }
  throw new AppError(
    'bad-input',
    `${name} holds no ${files.join(' and no ')}.`,
    `Name the ${title}, or a folder that holds it.`,
  );
}

function parseSettings(text: string, name: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Said below.
  }
  throw new AppError('bad-input', `${name} is no JSON object.`, 'Copy or download the file again.');
}
