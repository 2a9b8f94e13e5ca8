import type { ExtractorParameterInfo } from '@/lib/contracts/model';
import { describeParameters } from '@/lib/contracts/parameters';
import { SCORES } from '@/lib/scores/registry';
import { scoreOptionsSchema } from '@/lib/scores/score-options';
import { SCHEMES } from '@/lib/selections/registry';
import { MODELS } from '@/lib/surrogates/models';
import { extractors } from '../features/extractors/registry';

/** What a registry says of an entry beside its texts and parameters; null where there is nothing to say. */
export type Facts = Readonly<Record<string, string | boolean | readonly string[] | null>>;

/** One entry of any registry, as command line and docs show it. */
export interface RegistryEntry {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly facts: Facts;
  readonly parameters: readonly ExtractorParameterInfo[];
}

export interface Registry {
  /** as its command is called */
  readonly name: 'scores' | 'schemes' | 'models' | 'extractors';
  /** e.g. "score" */
  readonly noun: string;
  /** what its entries are for */
  readonly description: string;
  /** facts that a list in short shows, in order */
  readonly columns: readonly string[];
  readonly entries: readonly RegistryEntry[];
  /** what every entry has beside its own */
  readonly commonParameters: readonly ExtractorParameterInfo[];
}

/** Everything that can be chosen from by name. */
export const REGISTRIES: readonly Registry[] = [
  {
    name: 'scores',
    noun: 'score',
    description: 'what examples are scored by, in `score`, `study` and on the page Scores',
    columns: ['direction', 'range', 'needs', 'cost'],
    entries: SCORES.map((score) => {
      const { name, title, description, direction, range, cost, source } = score;
      const needs = score.needs(score.parameters.parse({}));
      const facts = { direction, range, needs, cost, source };
      return { name, title, description, facts, parameters: describeParameters(score) };
    }),
    commonParameters: describeParameters({ parameters: scoreOptionsSchema }),
  },
  {
    name: 'schemes',
    noun: 'scheme',
    description: 'strategies that choose a subset, in `select`, `study` and on the page Selection',
    columns: ['family', 'score', 'needs', 'inclusionProbabilities', 'nested', 'cost'],
    entries: SCHEMES.map((scheme) => {
      const { name, title, description, family, needs, inclusionProbabilities, cost, source } = scheme;
      const nested = scheme.nested(scheme.parameters.parse({}));
      const facts = {
        ...{ family, score: scheme.defaultScore, needs, inclusionProbabilities, nested },
        ...{ deterministic: scheme.deterministic, cost, source },
      };
      return { name, title, description, facts, parameters: describeParameters(scheme) };
    }),
    commonParameters: [],
  },
  {
    name: 'models',
    noun: 'model',
    description:
      'surrogates and final models that can be trained, in `score`, `evaluate`, `study` and the app',
    columns: ['reads'],
    entries: MODELS.map((model) => {
      const { name, title, description, needsImages } = model;
      const facts = { reads: needsImages ? 'pixels' : 'any features' };
      return { name, title, description, facts, parameters: describeParameters(model) };
    }),
    commonParameters: [],
  },
  {
    name: 'extractors',
    noun: 'extractor',
    description: 'ways to turn examples into features, in `features` and on the page Features',
    columns: ['modality', 'commandLine'],
    entries: extractors.map(({ name, title, description, modality, contents, parameters }) => {
      const facts = { modality, commandLine: contents !== null };
      return { name, title, description, facts, parameters };
    }),
    commonParameters: [],
  },
];

/** e.g. `inclusionProbabilities` → "inclusion probabilities" */
export function factLabel(fact: string): string {
  return fact.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** A fact in words. */
export function factText(value: Facts[string] | undefined): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (value === null || value === undefined || value.length === 0) return '–';
  return typeof value === 'string' ? value : value.join(', ');
}

/** What may be given for a parameter. */
export function parameterValues(parameter: ExtractorParameterInfo): string {
  if (parameter.kind === 'number') return `${parameter.minimum} … ${parameter.maximum}`;
  if (parameter.kind === 'text') return 'text';
  return parameter.options.map(({ value }) => value).join(' | ');
}
