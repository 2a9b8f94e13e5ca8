import { open, readFile, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { AppError } from '@/lib/errors';
import { pathBelowRoots } from '../../datasets/ingest/locate-source';
import type { TfjsModelFiles } from '../../tensor/tfjs/tfjs-backbone';

const weightSchema = z.object({
  name: z.string(),
  shape: z.array(z.number().int().min(0)).max(8),
  dtype: z.enum(['float32', 'int32', 'bool']),
  group: z.enum(['model', 'optimizer']).optional(),
  quantization: z
    .object({
      dtype: z.enum(['uint8', 'uint16', 'float16']),
      scale: z.number().optional(),
      min: z.number().optional(),
    })
    .optional(),
});
type Weight = z.infer<typeof weightSchema>;

/** model.json, as much of it as running the model needs. */
const modelSchema = z.object({
  modelTopology: z.record(z.string(), z.unknown()),
  weightsManifest: z.array(z.object({ paths: z.array(z.string().min(1)), weights: z.array(weightSchema) })),
  signature: z.record(z.string(), z.unknown()).optional(),
});

const BYTES = { float32: 4, int32: 4, bool: 1, uint8: 1, uint16: 2, float16: 2 } as const;
const MOST_DESCRIPTION_BYTES = 2 ** 26;
/** What WebAssembly can hold beside the values that pass through. */
const MOST_WEIGHT_BYTES = 2 ** 30;

/**
 * Reads a model as TensorFlow.js saves it: model.json and the files of weights that it names, beside it or below.
 *
 * @param path of model.json
 * @throws AppError `bad-input` for what is no such model, `forbidden` for weights elsewhere, `not-found` for missing ones
 */
export async function readTfjsModel(path: string, name: string): Promise<TfjsModelFiles> {
  const { modelTopology, weightsManifest, signature } = await readDescription(path, name);
  const folder = dirname(path);
  const files = weightsManifest.flatMap(({ paths }) => paths);
  const places = await Promise.all(files.map((file) => placeOf(folder, file)));
  const sizes = await Promise.all(places.map(async (place) => (await stat(place)).size));
  const found = sizes.reduce((sum, size) => sum + size, 0);
  const weights = weightsManifest.flatMap((group) => group.weights);
  const described = weights.reduce((sum, weight) => sum + bytesOf(weight), 0);
  if (found !== described) {
    throw refuse(name, `its weights have ${found} bytes, not the ${described} that model.json describes`);
  }
  if (found > MOST_WEIGHT_BYTES) throw refuse(name, 'its weights are larger than 1 GiB');
  return {
    kind: 'node' in modelTopology ? 'graph' : 'layers',
    topology: modelTopology,
    signature,
    weights,
    values: await readTogether(places, sizes, found),
  };
}

async function readDescription(path: string, name: string): Promise<z.infer<typeof modelSchema>> {
  const { size } = await stat(path);
  if (size > MOST_DESCRIPTION_BYTES) throw refuse(name, 'model.json is larger than 64 MiB');
  let json: unknown;
  try {
    json = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw refuse(name, 'model.json is no JSON', error);
  }
  const parsed = modelSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw refuse(name, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`, parsed.error);
}

/** Files of weights lie in the folder of the model, links resolved: a model.json must not read others. */
async function placeOf(folder: string, file: string): Promise<string> {
  if (!isAbsolute(file)) return pathBelowRoots([folder], join(folder, file));
  throw new AppError(
    'forbidden',
    `“${file}” does not lie in the folder of the model.`,
    'Save the model again, into a folder of its own.',
  );
}

function bytesOf({ shape, dtype, quantization }: Weight): number {
  return shape.reduce((product, size) => product * size, BYTES[quantization?.dtype ?? dtype]);
}

async function readTogether(
  places: readonly string[],
  sizes: readonly number[],
  total: number,
): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(total);
  let offset = 0;
  for (const [index, place] of places.entries()) {
    const file = await open(place);
    try {
      const size = sizes[index] ?? 0;
      let done = 0;
      while (done < size) {
        const { bytesRead } = await file.read(bytes, offset + done, size - done, done);
        if (bytesRead === 0) throw refuse(place, 'a file of weights became shorter while it was read');
        done += bytesRead;
      }
      offset += size;
    } finally {
      await file.close();
    }
  }
  return bytes.buffer;
}

function refuse(name: string, reason: string, cause?: unknown): AppError {
  return new AppError(
    'bad-input',
    `${name} cannot be loaded as a TensorFlow.js model: ${reason}.`,
    'Save or convert the model again, or name another folder.',
    { cause },
  );
}
