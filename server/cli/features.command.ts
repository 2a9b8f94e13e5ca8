import { basename } from 'node:path';
import { Command, Option } from 'commander';
import { AppError } from '@/lib/errors';
import { createMatrix } from '@/lib/numeric/matrix';
import { csvLine } from '@/lib/text/csv-line';
import { NpyFileWriter } from '../datasets/formats/npy-file-writer';
import { readEnvironment } from '../env';
import type { FittedRows, PoolLearning, RowReader } from '../features/content-extractor';
import type { FeatureExtractor } from '../features/extractor';
import { extractorByName, extractors } from '../features/extractors/registry';
import { parseConfiguration } from '../features/parse-configuration';
import { parameterValues } from '../registries/registries';
import type { ContentColumns, ContentCounts, ContentItem } from './content-source';
import { readContents } from './content-source';
import { jsonOption } from './options';
import { printJson, ProgressLine, writeOutput } from './output';
import { settingOption, settingValues, type TypedSettings } from './setting-option';

interface FeaturesOptions extends ContentColumns {
  readonly extractor: string;
  readonly set: TypedSettings;
  readonly pool: string;
  readonly fitOn?: string;
  readonly out: string;
  readonly labelsOut?: string;
  readonly json?: boolean;
}

const READING = extractors.filter(({ contents }) => contents !== null);

export function featuresCommand(): Command {
  return new Command('features')
    .description('turn images or texts into features, which the other commands read')
    .addOption(
      new Option('--extractor <name>', READING.map(({ name, title }) => `${name}: ${title}`).join('; '))
        .choices(READING.map(({ name }) => name))
        .makeOptionMandatory(),
    )
    .addOption(settingOption(settingsHelp()))
    .requiredOption(
      '--pool <path>',
      'folder, .zip, or of texts .csv, .jsonl, .parquet, or an IDX file of images',
    )
    .option(
      '--fit-on <path>',
      'what weights and moments are learnt from; name the pool here for test examples (default: --pool)',
    )
    .requiredOption('--out <F.npy>', 'where to write: float32, a row an example')
    .option('--labels-out <L.csv>', 'where to write the labels, from folders or a column, with ids')
    .option('--text-column <name>', 'column of a table that holds the text (default: text)')
    .option('--id-column <name>', 'column that holds the id (default: id, where there is one)')
    .option('--label-column <name>', 'column that holds the label (default: label, where there is one)')
    .addOption(jsonOption())
    .action(runFeatures);
}

function settingsHelp(): string {
  const settings = READING.map(({ name, parameters }) => {
    const choices = parameters.map((parameter) => `${parameter.name}=${parameterValues(parameter)}`);
    return `${name}: ${choices.join(', ')}`;
  });
  return `settings of the extractor (${settings.join('; ')})`;
}

async function runFeatures(options: FeaturesOptions): Promise<void> {
  const extractor = extractorByName(options.extractor);
  const { contents } = extractor;
  if (!contents) throw new AppError('internal', `“${extractor.name}” reads no contents.`);
  const configuration = parseConfiguration(extractor, settingValues(options.set, extractor.parameters));
  // whoever types the command may read what it names
  const reader = await contents.open(configuration, { ...readEnvironment(), importRoots: ['/'] });
  const progress = new ProgressLine(options.json ?? false);
  try {
    const fitted = contents.learning
      ? await fit(
          reader,
          contents.learning,
          pass(options, extractor, options.fitOn ?? options.pool, progress),
        )
      : null;
    const reading = pass(options, extractor, options.pool, progress);
    await write(options, reader, fitted, reading);
    const { items, duplicates, rejected } = reading.counts;
    printJson({
      extractor: extractor.name,
      configuration,
      rows: items,
      columns: reader.columns,
      duplicates,
      rejected,
    });
  } finally {
    await reader.close();
  }
}

interface Pass {
  readonly path: string;
  readonly counts: ContentCounts;
  readonly items: AsyncIterable<ContentItem>;
}

/** One reading of a source from its first item to its last; what is left out is said on stderr, the pool's only once. */
function pass(
  options: FeaturesOptions,
  extractor: FeatureExtractor<unknown>,
  path: string,
  progress: ProgressLine,
): Pass {
  const counts = { items: 0, duplicates: 0, rejected: 0 };
  const tell = !options.json;
  const items = readContents(path, extractor.modality, options, counts, ({ name, reason }) => {
    if (tell && path === options.pool) process.stderr.write(`left out: ${name}: ${reason}\n`);
  });
  return { path, counts, items: shown() };

  async function* shown(): AsyncGenerator<ContentItem> {
    for await (const item of items) {
      yield item;
      progress.show(counts.items, null, `examples of ${basename(path)}`);
    }
  }
}

async function* rowsOf(reader: RowReader, items: AsyncIterable<ContentItem>) {
  let batch: ContentItem[] = [];
  const read = async () => {
    const rows = createMatrix(await reader.rows(batch), batch.length, reader.columns);
    const read = { rows, items: batch };
    batch = [];
    return read;
  };
  for await (const item of items) if (batch.push(item) === reader.batch) yield await read();
  if (batch.length > 0) yield await read();
}

async function fit(reader: RowReader, learning: PoolLearning, { items }: Pass): Promise<FittedRows> {
  const rowFit = learning.start(reader.columns);
  for await (const { rows } of rowsOf(reader, items)) {
    for (let row = 0; row < rows.rows; row++) rowFit.add(rows, row);
  }
  return rowFit.finish();
}

async function write(
  options: FeaturesOptions,
  reader: RowReader,
  fitted: FittedRows | null,
  { path, items, counts }: Pass,
): Promise<void> {
  const file = await NpyFileWriter.create(options.out, reader.columns);
  const labels = ['id,label\n'];
  try {
    for await (const batch of rowsOf(reader, items)) {
      await file.append(fitted ? fitted.apply(batch.rows).data : batch.rows.data);
      if (options.labelsOut) labels.push(...batch.items.map(labelLine));
    }
    if (counts.items === 0) {
      throw new AppError(
        'bad-input',
        `${basename(path)} holds nothing to read.`,
        'Name another file or folder.',
      );
    }
  } catch (error) {
    await file.abandon();
    throw error;
  }
  await file.finish();
  if (options.labelsOut) await writeOutput(options.labelsOut, labels.join(''));
}

function labelLine({ key, label }: ContentItem): string {
  if (!label) {
    throw new AppError(
      'bad-input',
      `${key} has no label.`,
      'Leave --labels-out away, or give each its label.',
    );
  }
  const text = 'name' in label ? label.name.trim() : String(label.number);
  // As the labels of the command line are read: a record is one line.
  return csvLine([key, text].map((cell) => cell.replace(/[\r\n]+/g, ' ')));
}
