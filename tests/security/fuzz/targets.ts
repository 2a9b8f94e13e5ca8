import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeDataUri } from '@/server/files/formats/prodigy/data-uri';
import { parseJson } from '@/server/api/http/parse-json';
import { openIdxFile } from '@/server/datasets/formats/idx-file';
import { openMatrixSource } from '@/server/datasets/formats/open-matrix-source';
import type { TextTableFormat } from '@/server/datasets/formats/open-text-table';
import { openTextTable } from '@/server/datasets/formats/open-text-table';
import { readLabelsFile } from '@/server/datasets/formats/read-labels-file';
import { readMatrixFile } from '@/server/datasets/formats/read-matrix-file';
import { examineText } from '@/server/datasets/ingest/examine-text';
import { ZipSource } from '@/server/datasets/ingest/zip-entries';
import { recordFormat } from '@/server/files/registry';
import { examineImage } from '@/server/images/examine-image';
import { choicesInConfig } from '@/server/platforms/model-backend/config-choices';
import { openOnnxBackbone } from '@/server/tensor/onnx/onnx-backbone';
import { encodeMessage } from '@/server/tensor/onnx/wire-format';
import { numberedPng, smallPicture } from '../../support/pictures';
import { makeZip } from '../../support/zip';

const TESTS = fileURLToPath(new URL('../..', import.meta.url));
const REFERENCE = join(TESTS, 'support/reference');

/** One parser, and small valid files to begin at. */
export interface FuzzTarget {
  readonly name: string;
  /** how many cases the short form takes, where reading one takes long */
  readonly shortCases?: number;
  seeds(): Promise<readonly Buffer[]>;
  /** Reads it to its end. @param file where a file of these bytes may be put */
  read(bytes: Buffer, file: string): Promise<unknown>;
}

const text =
  (...texts: readonly string[]) =>
  () =>
    Promise.resolve(texts.map((one) => Buffer.from(one)));
const reference =
  (...paths: readonly string[]) =>
  () =>
    Promise.all(paths.map((path) => readFile(join(REFERENCE, path))));
const matrixFiles = (pattern: RegExp) => async () => {
  const names = (await readdir(join(REFERENCE, 'matrix-files'))).filter((name) => pattern.test(name));
  return Promise.all(names.sort().map((name) => readFile(join(REFERENCE, 'matrix-files', name))));
};

/** A reader of files, given one of that name's ending. */
function ofFile(
  name: string,
  seeds: FuzzTarget['seeds'],
  extension: string,
  read: (path: string, name: string) => Promise<unknown>,
): FuzzTarget {
  return {
    name,
    seeds,
    async read(bytes, file) {
      const path = `${file}${extension}`;
      await writeFile(path, bytes);
      await read(path, `case${extension}`);
    },
  };
}

const matrix = (name: string, seeds: FuzzTarget['seeds'], extension: string) =>
  ofFile(name, seeds, extension, async (path) => {
    for await (const block of (await openMatrixSource(path)).blocks()) void block;
    await readMatrixFile(path);
  });

const textTable = (format: TextTableFormat, seeds: FuzzTarget['seeds']) =>
  ofFile(`${format}-texts`, seeds, `.${format}`, async (path, name) => {
    for await (const row of (await openTextTable(path, name, format)).read()) void row;
  });

/** The reader of a file format of records, contents included. */
const records = (format: string, seeds: FuzzTarget['seeds'], extension: string, called: string = format) =>
  ofFile(called, seeds, extension, async (path, name) => {
    for await (const item of recordFormat(format).read({ path, name })) {
      if ('record' in item && item.record.content?.kind === 'image') await item.record.content.read?.();
    }
  });

const readZip = async (path: string, name: string) => {
  const zip = await ZipSource.open(path, name, 2 ** 20);
  for await (const entry of zip.list()) await entry.read();
  await zip.extract(
    (entry) => entry.endsWith('.csv'),
    (index) => `${path}.${index}`,
  );
};

/** A valid zip with this one file changed: what the checksums of a zip keep others from reaching. */
const inZip = (
  format: string,
  table: string,
  seeds: FuzzTarget['seeds'],
  called: string = format,
): FuzzTarget => ({
  name: `${called}-table`,
  seeds,
  async read(bytes, file) {
    const picture = Buffer.from('GIF89a');
    const files = [table, 'a.png', 'data/obj_train_data/a.png'].map((path) => ({
      path,
      bytes: path === table ? bytes : picture,
    }));
    await writeFile(`${file}.zip`, await makeZip(files));
    for await (const item of recordFormat(format).read({ path: `${file}.zip`, name: 'case.zip' })) void item;
  },
});

const CSV = 'id,split,label,text,f0,f1\n1,pool,cat,"a ""b""\nc",0.5,1\n2,test,dog,x,-1e-3,2\n';
const JSON_LINES =
  '{"id":"1","text":"a","label":"cat","split":"pool"}\n{"id":2,"text":"é","annotations":[{"label":"x"}]}\n';
const CONFIG =
  '<View><Text name="t" value="$text"/><Choices name="label" toName="t"><Choice value="a &amp; b" alias="&#97;"/><Choice value="c"/></Choices></View>';
const MAIL = 'From: a@b.c\r\nSubject: =?utf-8?q?x?=\r\nContent-Type: text/plain\r\n\r\nHello\r\n';

function onnxModel(): Buffer {
  const shape = encodeMessage([
    [1, encodeMessage([[1, 1n]])],
    [1, encodeMessage([[1, 3n]])],
  ]);
  const type = encodeMessage([
    [
      1,
      encodeMessage([
        [1, 1n],
        [2, shape],
      ]),
    ],
  ]);
  const node = encodeMessage([
    [1, 'x'],
    [2, 'y'],
    [4, 'Relu'],
  ]);
  const graph = encodeMessage([
    [1, node],
    [2, 'g'],
    [
      11,
      encodeMessage([
        [1, 'x'],
        [2, type],
      ]),
    ],
    [
      12,
      encodeMessage([
        [1, 'y'],
        [2, type],
      ]),
    ],
  ]);
  return Buffer.from(
    encodeMessage([
      [1, 8n],
      [7, graph],
      [
        8,
        encodeMessage([
          [1, ''],
          [2, 13n],
        ]),
      ],
    ]),
  );
}

export const FUZZ_TARGETS: readonly FuzzTarget[] = [
  matrix('npy', matrixFiles(/\.npy$/), '.npy'),
  matrix('idx', matrixFiles(/ubyte(\.gz)?$/), ''),
  matrix('csv-features', text('f0,f1,label\n1,2,a\n3,4.5,b\n', '1;2\n3;4\n', CSV), '.csv'),
  matrix('parquet-features', matrixFiles(/\.parquet$/), '.parquet'),
  ofFile('idx-values', matrixFiles(/ubyte(\.gz)?$/), '', async (path, name) => {
    for await (const items of (await openIdxFile(path, name)).items(64)) void items;
  }),
  ofFile('labels', text('id,label\n1,cat\n2,dog\n', 'label\n0\n1\n'), '.csv', (path, name) =>
    readLabelsFile(path, name),
  ),
  textTable('csv', text(CSV, 'text;label\n"a;b";c\n')),
  textTable('jsonl', text(JSON_LINES)),
  textTable('parquet', reference('texts.parquet')),
  ofFile('zip', reference('files/cvat-lists.zip', 'files/imagefolder.zip'), '.zip', readZip),
  records(
    'zip',
    async () => [
      await makeZip([
        { path: 'train/cat/a.png', bytes: Buffer.from('GIF89a') },
        { path: 'test/dog/b.png', bytes: Buffer.from('x'), compress: true },
      ]),
    ],
    '.zip',
    'folders',
  ),
  records('hugging-face', reference('files/imagefolder.zip'), '.zip'),
  records('cvat', reference('files/cvat.zip', 'files/cvat-lists.zip'), '.zip'),
  inZip(
    'cvat',
    'annotations.xml',
    text(
      '<annotations><version>1.1</version><image id="0" name="a.png" width="1" height="1" subset="train"><tag label="cat" source="manual"></tag></image></annotations>',
    ),
  ),
  inZip('hugging-face', 'metadata.csv', text('file_name,label\na.png,cat\n')),
  inZip(
    'zip',
    'winnow.csv',
    text(
      'file_name,id,split,label,annotator,seconds,labeled_at,annotations,inclusion_probability,weight\na.png,1,pool,cat,,,,"[{""label"":""x""}]",0.5,1\n',
    ),
    'folders',
  ),
  records('csv', reference('files/pandas.csv'), '.csv'),
  records('jsonl', reference('files/pandas.jsonl'), '.jsonl'),
  records('parquet', reference('files/pandas.parquet', 'files/datasets.parquet'), '.parquet'),
  records('label-studio', reference('files/label-studio.json'), '.json'),
  records('prodigy', reference('files/prodigy.jsonl'), '.jsonl'),
  {
    name: 'image',
    seeds: () =>
      Promise.all([numberedPng(1), smallPicture('jpeg'), smallPicture('webp'), smallPicture('gif')]),
    read: (bytes) => examineImage(bytes, ''),
  },
  {
    name: 'text',
    seeds: text(MAIL, 'naïve'),
    read: (bytes) => Promise.resolve([examineText(bytes, 'utf-8'), examineText(bytes, 'guess')]),
  },
  {
    name: 'label-config',
    seeds: text(CONFIG),
    read: (bytes) => Promise.resolve(choicesInConfig(bytes.toString(), { control: 'label' })),
  },
  {
    name: 'json',
    seeds: text('{"json":{"a":[1,{"b":null}],"c":"d"},"meta":{"values":{"a":["undefined"]}}}'),
    read: (bytes) => Promise.resolve(parseJson(bytes.toString())),
  },
  {
    name: 'data-uri',
    seeds: text('data:image/png;base64,iVBORw0KGgo='),
    read: (bytes) => Promise.resolve(decodeDataUri(bytes.toString())),
  },
  ofFile(
    'onnx',
    () => Promise.resolve([onnxModel()]),
    '.onnx',
    async (path, name) => (await openOnnxBackbone(path, name)).close(),
  ),
];
