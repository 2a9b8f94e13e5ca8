// Builds a small network with TensorFlow.js and saves it as TensorFlow.js does: as a layers model, and its weights once more
// as a graph in the form that the converter writes. `node tests/support/reference/tfjs-models.mjs`, then tfjs-models.py.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-backend-wasm';

const FOLDER = join(import.meta.dirname, 'tfjs-models');
await tf.setBackend('wasm');

/** Quantities that a person can read: quarters between -1 and 1. */
let state = 1;
const draw = (size) =>
  Array.from({ length: size }, () => {
    state = (state * 48271) % 2147483647;
    return (state % 9) / 4 - 1;
  });
const initializerOf = (shape) => tf.tensor(draw(shape.reduce((product, size) => product * size, 1)), shape);

const model = layers.sequential({
  layers: [
    layers.layers.conv2d({
      name: 'edges',
      inputShape: [6, 6, 3],
      filters: 4,
      kernelSize: 3,
      activation: 'relu',
    }),
    layers.layers.maxPooling2d({ name: 'pool', poolSize: 2 }),
    layers.layers.flatten({ name: 'flat' }),
    layers.layers.dense({ name: 'features', units: 5 }),
    layers.layers.dense({ name: 'classes', units: 3, activation: 'softmax' }),
  ],
});
model.setWeights(model.getWeights().map(({ shape }) => initializerOf(shape)));

async function write(folder, description, data) {
  await mkdir(join(FOLDER, folder), { recursive: true });
  const bytes = Buffer.from(data);
  // in two files that cut a number in the middle, as large models are cut into shards
  const paths = ['group1-shard1of2.bin', 'group1-shard2of2.bin'];
  const manifest = [{ paths, weights: description.weights }];
  const { weights, ...rest } = description;
  void weights;
  await writeFile(join(FOLDER, folder, paths[0]), bytes.subarray(0, 102));
  await writeFile(join(FOLDER, folder, paths[1]), bytes.subarray(102));
  await writeFile(
    join(FOLDER, folder, 'model.json'),
    `${JSON.stringify({ ...rest, weightsManifest: manifest })}\n`,
  );
}

let saved;
await model.save(
  tf.io.withSaveHandler((artifacts) => {
    saved = artifacts;
    return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
  }),
);
await write(
  'layers',
  {
    format: saved.format,
    generatedBy: saved.generatedBy,
    convertedBy: null,
    modelTopology: saved.modelTopology,
    weights: saved.weightSpecs,
  },
  saved.weightData,
);

const floats = { type: 'DT_FLOAT' };
const whole = { type: 'DT_INT32' };
const sizes = (shape) => ({ shape: { dim: shape.map((size) => ({ size: String(size) })) } });
const list = (values) => ({ list: { i: values.map(String) } });
const text = (value) => ({ s: Buffer.from(value).toString('base64') });
const constant = (name, shape, dtype = floats) => ({
  name,
  op: 'Const',
  attr: { value: { tensor: { dtype: dtype.type, tensorShape: sizes(shape).shape } }, dtype },
});
const spatial = { strides: list([1, 1, 1, 1]), padding: text('VALID'), data_format: text('NHWC'), T: floats };
const names = ['edges/kernel', 'edges/bias', 'features/kernel', 'features/bias'];
const specs = saved.weightSpecs.slice(0, 4).map((spec, at) => ({ ...spec, name: names[at] }));
const length = specs.reduce((sum, { shape }) => sum + shape.reduce((product, size) => product * size, 4), 0);
const flat = [-1, 16];
const node = [
  { name: 'image', op: 'Placeholder', attr: { shape: sizes([-1, 6, 6, 3]), dtype: floats } },
  ...specs.map(({ name, shape }) => constant(name, shape)),
  constant('flat/shape', [2], whole),
  {
    name: 'edges/conv',
    op: 'Conv2D',
    input: ['image', 'edges/kernel'],
    attr: { ...spatial, dilations: list([1, 1, 1, 1]) },
  },
  {
    name: 'edges/sum',
    op: 'BiasAdd',
    input: ['edges/conv', 'edges/bias'],
    attr: { T: floats, data_format: text('NHWC') },
  },
  { name: 'edges', op: 'Relu', input: ['edges/sum'], attr: { T: floats } },
  {
    name: 'pool',
    op: 'MaxPool',
    input: ['edges'],
    attr: { ...spatial, strides: list([1, 2, 2, 1]), ksize: list([1, 2, 2, 1]) },
  },
  { name: 'flat', op: 'Reshape', input: ['pool', 'flat/shape'], attr: { T: floats, Tshape: whole } },
  {
    name: 'features/product',
    op: 'MatMul',
    input: ['flat', 'features/kernel'],
    attr: { T: floats, transpose_a: { b: false }, transpose_b: { b: false } },
  },
  {
    name: 'features',
    op: 'BiasAdd',
    input: ['features/product', 'features/bias'],
    attr: { T: floats, data_format: text('NHWC') },
  },
];
const value = (name, shape) => ({ name: `${name}:0`, dtype: 'DT_FLOAT', tensorShape: sizes(shape).shape });
await write(
  'graph',
  {
    format: 'graph-model',
    modelTopology: { node, library: {}, versions: { producer: 1882 } },
    signature: {
      inputs: { image: value('image', [-1, 6, 6, 3]) },
      outputs: { features: value('features', [-1, 5]) },
    },
    weights: [...specs, { name: 'flat/shape', shape: [2], dtype: 'int32' }],
  },
  Buffer.concat([
    Buffer.from(saved.weightData).subarray(0, length),
    Buffer.from(Int32Array.from(flat).buffer),
  ]),
);
