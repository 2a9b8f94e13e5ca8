import { basename, dirname, extname } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { FILE_FORMAT_INFO, FILE_FORMATS } from '@/lib/contracts/file-format';
import { MODALITIES, type Modality } from '@/lib/contracts/project';
import { AppError } from '@/lib/errors';
import { convertFile } from '../files/convert';
import { RECORD_FORMATS, recordFormat } from '../files/registry';
import { jsonOption } from './options';
import { printJson, ProgressLine } from './output';

interface ConvertOptions {
  readonly in: string;
  readonly from?: string;
  readonly out: string;
  readonly to?: string;
  readonly images?: string;
  readonly modality?: Modality;
  readonly skipBad?: boolean;
  readonly textColumn?: string;
  readonly idColumn?: string;
  readonly labelColumn?: string;
  readonly splitColumn?: string;
  readonly json?: boolean;
}

const NAMES = RECORD_FORMATS.map(({ name }) => name);

export function convertCommand(): Command {
  return new Command('convert')
    .description('turn a file of examples, labels and weights into another format')
    .requiredOption('--in <file>', 'what to read')
    .option('--from <format>', 'its format (default: as its name says)', parseFormat)
    .requiredOption('--out <file>', 'what to write')
    .option('--to <format>', 'its format (default: as its name says)', parseFormat)
    .option('--images <folder>', 'where the images lie that a table names (default: the folder of --in)')
    .addOption(
      new Option(
        '--modality <kind>',
        'what the files of a zip are (default: as their extensions say)',
      ).choices(MODALITIES.filter((modality) => modality !== 'features')),
    )
    .option('--skip-bad', 'leave out what cannot be read, and say so, instead of writing nothing')
    .option('--text-column <name>', 'column or key that holds the text (default: text)')
    .option('--id-column <name>', 'column or key that holds the id (default: id)')
    .option('--label-column <name>', 'column or key that holds the label (default: label)')
    .option('--split-column <name>', 'column or key that holds the split (default: split)')
    .addOption(jsonOption())
    .addHelpText('after', `\nFormats\n${formatsHelp()}`)
    .action(runConvert);
}

function formatsHelp(): string {
  const width = Math.max(...NAMES.map((name) => name.length)) + 2;
  return NAMES.map((name) => `  ${name.padEnd(width)}${FILE_FORMAT_INFO[name].title}`).join('\n');
}

function parseFormat(text: string): string {
  if (NAMES.some((name) => name === text)) return text;
  throw new InvalidArgumentError(`Choose one of: ${NAMES.join(', ')}.`);
}

async function runConvert(options: ConvertOptions): Promise<void> {
  const progress = new ProgressLine(options.json ?? false);
  const from = recordFormat(options.from ?? formatByName(options.in, '--from'));
  const to = recordFormat(options.to ?? formatByName(options.out, '--to'));
  let rejected = 0;
  const { records } = await convertFile({
    from,
    to,
    target: options.out,
    source: {
      path: options.in,
      name: basename(options.in),
      modality: options.modality,
      imageFolder: options.images ?? dirname(options.in),
      names: namesOf(options),
    },
    onRecord: (count) => progress.show(count, null, 'records'),
    ...(options.skipBad && {
      onReject: ({ name, reason }) => {
        rejected++;
        if (!options.json) process.stderr.write(`left out: ${name}: ${reason}\n`);
      },
    }),
  });
  printJson({ from: from.name, to: to.name, records, rejected, out: options.out });
}

function namesOf({ idColumn: id, labelColumn: label, textColumn: text, splitColumn: split }: ConvertOptions) {
  return {
    ...(id !== undefined && { id }),
    ...(label !== undefined && { label }),
    ...(text !== undefined && { text }),
    ...(split !== undefined && { split }),
  };
}

/** The first format of that extension. */
function formatByName(path: string, option: string): string {
  const extension = extname(path).toLowerCase();
  const found = FILE_FORMATS.find(
    (name) => NAMES.includes(name) && FILE_FORMAT_INFO[name].ingest.extensions.includes(extension),
  );
  if (found) return found;
  throw new AppError(
    'bad-input',
    `The name of ${basename(path)} says no format.`,
    `Name it by ${option}: ${NAMES.join(', ')}.`,
  );
}
