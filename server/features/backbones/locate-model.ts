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

/** Where the model may lie in a folder, in the order in which it is looked for. */
export const MODEL_FILES = ['model.onnx', 'onnx/model.onnx'] as const;

/**
 * Finds a model: a `.onnx` file, or a folder with one, below an import folder of the server; or an id of the Hugging Face
 * hub, `owner/name` or `owner/name@revision`, downloaded once.
 *
 * @throws AppError `bad-input`, `not-found`, `forbidden`, or `unavailable` where the hub cannot be reached
 */
export async function locateModel(model: string, env: Environment): Promise<LocatedModel> {
  const wanted = model.trim();
  if (isAbsolute(wanted) || wanted.startsWith('.')) {
    return locate(await pathBelowRoots(env.importRoots, resolve(wanted)), basename(wanted));
  }
  const hubModel = parseHubModel(wanted);
  if (hubModel) return locate(await downloadModel(hubModel, env), wanted);
  throw new AppError(
    'bad-input',
    wanted === ''
      ? 'No model is named.'
      : `“${wanted}” is neither a path nor a model of the Hugging Face hub.`,
    'Name a .onnx file or its folder by its full path on the server, or owner/name of the hub.',
  );
}

async function locate(place: string, name: string): Promise<LocatedModel> {
  const path = (await stat(place)).isDirectory() ? await modelIn(place, name) : place;
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

async function modelIn(folder: string, name: string): Promise<string> {
  for (const file of MODEL_FILES) {
    const path = join(folder, file);
    const found = await stat(path).catch(() => null);
    if (found?.isFile()) return path;
  }
  throw new AppError(
    'bad-input',
    `${name} holds no ${MODEL_FILES.join(' and no ')}.`,
    'Export the model to ONNX, or name its file.',
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
