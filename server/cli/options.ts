import { InvalidArgumentError, Option } from 'commander';
import { ENGINE_NAMES, type EngineName } from '@/lib/surrogates/tensor-engine';
import { readEnvironment } from '../env';

/** Options that every computing command has. */
export interface CommonOptions {
  readonly engine?: EngineName;
  readonly json?: boolean;
}

export function engineOption(): Option {
  return new Option('--engine <name>', 'engine that computes (default: the first that loads)').choices(
    ENGINE_NAMES,
  );
}

export function jsonOption(): Option {
  return new Option('--json', 'machine output only: JSON on stdout, no progress');
}

/** The engine asked for by option, else by WINNOW_ENGINE, else null. */
export function chosenEngine(options: CommonOptions): EngineName | null {
  return options.engine ?? readEnvironment().engine;
}

export function parseRidge(text: string): number | 'cv' {
  if (text === 'cv') return text;
  const ridge = Number(text);
  if (text.trim() !== '' && ridge >= 0 && ridge < Infinity) return ridge;
  throw new InvalidArgumentError('Give a number ≥ 0, or "cv" for cross-validation.');
}

export function parseSeed(text: string): number {
  const seed = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(seed) && seed >= 0) return seed;
  throw new InvalidArgumentError('Give a whole number ≥ 0.');
}

export function parseNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('Give a number.');
}

/** A budget as it was typed: a number of examples, or with a point in it a share of them. */
export type Budget = { readonly examples: number } | { readonly share: number };

export function parseBudget(text: string): Budget {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1) return { examples: value };
  if (/^\d*\.\d+$/.test(text) && value > 0 && value <= 1) return { share: value };
  throw new InvalidArgumentError('Give a whole number of examples, or a share such as 0.2.');
}

export function parseThreads(text: string): number {
  const threads = Number(text);
  if (Number.isInteger(threads) && threads >= 1) return threads;
  throw new InvalidArgumentError('Give a whole number ≥ 1.');
}
