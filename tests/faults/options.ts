import { parseArgs } from 'node:util';

const LONG_KILLS = 110;
const SHORT_KILLS = 12;
/** The run of every check is the same one; the long form is another one each time. */
const SHORT_SEED = 6;

export interface Options {
  readonly seed: number;
  readonly short: boolean;
  readonly kills: number;
  /** whether the folders of scenarios that hold stay too */
  readonly keep: boolean;
  readonly wants: (scenario: string) => boolean;
}

export function readOptions(argv: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      short: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      seed: { type: 'string' },
      kills: { type: 'string' },
    },
  });
  const { short, keep } = values;
  return {
    short,
    keep,
    seed: Number(values.seed ?? (short ? SHORT_SEED : Date.now() % 1_000_000)),
    kills: Number(values.kills ?? (short ? SHORT_KILLS : LONG_KILLS)),
    wants: (scenario) => positionals.length === 0 || positionals.includes(scenario),
  };
}
