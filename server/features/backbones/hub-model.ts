import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { AppError } from '@/lib/errors';
import type { Environment } from '../../env';

interface HubModel {
  readonly id: string;
  readonly revision: string;
}

const HUB_MODEL = /^([\w-][\w.-]*\/[\w-][\w.-]*)(?:@([\w-][\w.-]*))?$/;

/** The model, where the hub keeps exports, and what tells how to feed it. The first of each line that there is. */
const FILES: readonly { readonly names: readonly string[]; readonly required: boolean }[] = [
  { names: ['onnx/model.onnx', 'model.onnx'], required: true },
  { names: ['onnx/model.onnx_data'], required: false },
  { names: ['preprocessor_config.json'], required: false },
  { names: ['tokenizer.json'], required: false },
  { names: ['tokenizer_config.json'], required: false },
];

const ANSWER_WITHIN_MS = 30_000;
const MOST_REDIRECTS = 5;

/** `owner/name` or `owner/name@revision`; null for anything else. */
export function parseHubModel(text: string): HubModel | null {
  const [, id, revision = 'main'] = HUB_MODEL.exec(text) ?? [];
  return id === undefined ? null : { id, revision };
}

/**
 * The folder of a model of the hub, downloaded unless it was before: its revision is then never looked at again, so that the
 * same name gives the same features. Asks nobody but the hub and the hosts of its own domain that it sends large files from.
 *
 * @throws AppError `not-found` where the hub has no ONNX export of it, `unavailable` where the hub cannot be reached
 */
export async function downloadModel({ id, revision }: HubModel, env: Environment): Promise<string> {
  const folder = join(env.dataFolder, 'models', id.replace('/', '--'), revision);
  const complete = join(folder, 'complete');
  if (await exists(complete)) return folder;
  for (const { names, required } of FILES) {
    let found = false;
    for (const name of names) {
      const url = new URL(`${id}/resolve/${revision}/${name}`, `${env.hubUrl}/`);
      found = await download(url, join(folder, name), env.hubUrl);
      if (found) break;
    }
    if (found || !required) continue;
    throw new AppError(
      'not-found',
      `The hub has no ${names[0]} of “${id}” at ${revision}, or the model is not public.`,
      'Choose a model with an ONNX export, such as those of onnx-community and Xenova, or name a file.',
    );
  }
  await mkdir(complete, { recursive: true });
  return folder;
}

/** Writes to a temporary name and renames: a file is there whole or not at all. False where the hub has no such file. */
async function download(url: URL, path: string, hubUrl: string): Promise<boolean> {
  if (await exists(path)) return true;
  const response = await ask(url, hubUrl);
  if ([401, 403, 404].includes(response.status)) {
    await response.body?.cancel();
    return false;
  }
  if (!response.ok || !response.body) throw unreachable(url, `it answers ${response.status}`);
  const temporary = `${path}.${process.pid}.part`;
  await mkdir(dirname(path), { recursive: true });
  // opened before anything can fail: a stream that opens it by itself may do so after it was removed
  const file = await open(temporary, 'w');
  try {
    await pipeline(Readable.fromWeb(response.body as ReadableStream), file.createWriteStream());
  } catch (error) {
    await rm(temporary, { force: true });
    throw unreachable(url, 'the connection broke off', error);
  }
  await rename(temporary, path);
  return true;
}

/** Follows redirects itself, to look at each host before it is asked. */
async function ask(url: URL, hubUrl: string): Promise<Response> {
  let next = url;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    if (!isOfHub(next, hubUrl)) throw unreachable(url, `it points to ${next.host}, which is not of the hub`);
    const response = await fetchWithin(next, ANSWER_WITHIN_MS).catch((error: unknown) => {
      throw unreachable(next, 'no connection', error);
    });
    const location = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || location === null) return response;
    await response.body?.cancel();
    next = new URL(location, next);
  }
  throw unreachable(url, 'it redirects in a circle');
}

/** The answer has to begin in time; a large file may then take as long as it takes. */
async function fetchWithin(url: URL, milliseconds: number): Promise<Response> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), milliseconds);
  try {
    return await fetch(url, { redirect: 'manual', signal: controller.signal });
  } finally {
    clearTimeout(timer);
  }
}

function isOfHub(url: URL, hubUrl: string): boolean {
  const hub = new URL(hubUrl);
  if (url.protocol !== hub.protocol) return false;
  if (url.host === hub.host) return true;
  return hub.host === 'huggingface.co' && /\.(?:hf\.co|huggingface\.co)$/.test(url.host);
}

function unreachable(url: URL, reason: string, cause?: unknown): AppError {
  return new AppError(
    'unavailable',
    `The hub at ${url.host} cannot be read: ${reason}.`,
    'Check the network, or download the model elsewhere and name its folder on this server.',
    { cause },
  );
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}
