import { AppError } from '@/lib/errors';
import type { Backbone, BackboneResult } from '../../tensor/backbone';

/** How a model's output of several vectors an example becomes one. */
export const POOLINGS = ['mean', 'first'] as const;
export type Pooling = (typeof POOLINGS)[number];

/** of a model's outputs, in a message */
const MOST_NAMED = 40;

/**
 * The output to take: the one named, else the first of `preferred` that the model has, else its first.
 *
 * @throws AppError `bad-input` where the model has no output of that name
 */
export function chooseOutput(
  { outputs }: Backbone,
  name: string,
  wanted: string,
  preferred: readonly string[],
): string {
  const names = outputs.map((output) => output.name);
  if (wanted === '') return preferred.find((candidate) => names.includes(candidate)) ?? names[0] ?? '';
  if (names.includes(wanted)) return wanted;
  throw new AppError(
    'bad-input',
    `${name} has no output “${wanted}”.`,
    `Choose one of: ${names.slice(0, MOST_NAMED).join(', ')}${names.length > MOST_NAMED ? ', …' : ''}.`,
  );
}

/**
 * One vector an example. An output of two axes is one already. Of three (example, place, column), the mean over the places
 * that `mask` does not leave out, or the first place. Of four (example, channel, height, width), the mean over the picture.
 *
 * @param mask examples × places of 1 and 0, for texts; null: every place counts
 * @returns examples × columns
 * @throws AppError `bad-input` for other shapes
 */
export function poolOutput(
  { values, shape }: BackboneResult,
  pooling: Pooling,
  mask: ArrayLike<bigint> | null,
): { values: Float32Array; columns: number } {
  const [examples = 0, second = 0, third = 0, fourth = 0] = shape;
  if (shape.length === 2) return { values, columns: second };
  if (shape.length === 3) {
    const places = pooling === 'first' ? 1 : second;
    return {
      values: meanOverPlaces(values, { examples, all: second, places, columns: third }, mask),
      columns: third,
    };
  }
  if (shape.length === 4) return { values: meanOverPicture(values, third * fourth), columns: second };
  throw new AppError(
    'bad-input',
    `The model's output has the shape (${shape.join(', ')}), which holds no vector an example.`,
    'Name another output.',
  );
}

function meanOverPlaces(
  values: Float32Array,
  { examples, all, places, columns }: { examples: number; all: number; places: number; columns: number },
  mask: ArrayLike<bigint> | null,
): Float32Array {
  const result = new Float32Array(examples * columns);
  const sums = new Float64Array(columns);
  for (let example = 0; example < examples; example++) {
    sums.fill(0);
    let count = 0;
    for (let place = 0; place < places; place++) {
      if (mask && mask[example * all + place] === 0n) continue;
      count++;
      const start = (example * all + place) * columns;
      for (let column = 0; column < columns; column++) {
        sums[column] = (sums[column] as number) + (values[start + column] as number);
      }
    }
    for (let column = 0; column < columns; column++) {
      result[example * columns + column] = (sums[column] as number) / Math.max(1, count);
    }
  }
  return result;
}

function meanOverPicture(values: Float32Array, pixels: number): Float32Array {
  const result = new Float32Array(values.length / pixels);
  for (let channel = 0; channel < result.length; channel++) {
    let sum = 0;
    for (let pixel = 0; pixel < pixels; pixel++) sum += values[channel * pixels + pixel] as number;
    result[channel] = sum / pixels;
  }
  return result;
}
