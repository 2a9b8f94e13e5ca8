import type { StudyConfig } from '@/lib/contracts/study';
import { AppError } from '@/lib/errors';
import { parseStudyConfig } from '@/lib/studies/study-config';
import { planStudy } from '@/lib/studies/study-plan';
import { DEFAULT_MODEL, type ModelDraft } from '../surrogate/model-draft';

export interface SurrogateDraft {
  readonly name: string;
  /** rows drawn at random per repeat */
  readonly labels: number | null;
  readonly model: ModelDraft;
}

/** What of a scheme differs from its defaults. */
export interface StrategySettings {
  readonly values: Readonly<Record<string, number | string>>;
  /** of a scheme that has an exponent: those to compare, separated by commas or spaces */
  readonly exponents?: string;
}

/** A study's configuration as it stands in the form. */
export interface StudyDraft {
  readonly surrogates: readonly SurrogateDraft[];
  readonly finalModel: ModelDraft;
  /** per cent of the pool, separated by commas or spaces */
  readonly fractions: string;
  readonly repeats: number | null;
  /** names of lib/selections */
  readonly strategies: readonly string[];
  /** by the name of the scheme */
  readonly settings: Readonly<Record<string, StrategySettings>>;
  readonly ridge: 'cv' | number;
  readonly seed: number | null;
  readonly seedLabelsCount: boolean;
  readonly partners: boolean;
}

export const FIRST_DRAFT: StudyDraft = {
  surrogates: [{ name: 'weak', labels: 200, model: DEFAULT_MODEL }],
  finalModel: DEFAULT_MODEL,
  fractions: '5, 10, 20, 40, 60, 80, 100',
  repeats: 5,
  strategies: parseStudyConfig({}).strategies.map((strategy) =>
    typeof strategy === 'string' ? strategy : strategy.name,
  ),
  settings: {},
  ridge: 'cv',
  seed: 1,
  seedLabelsCount: false,
  partners: false,
};

/** "5, 10 20%" → [0.05, 0.1, 0.2] */
function parseFractions(text: string): readonly number[] {
  return text
    .split(/[\s,;%]+/)
    .filter(Boolean)
    .map((part) => {
      const percent = Number(part);
      if (!(percent > 0 && percent <= 100)) {
        throw new AppError(
          'bad-input',
          `“${part}” is no percentage of the pool.`,
          'Give numbers above 0, up to 100.',
        );
      }
      return Number((percent / 100).toPrecision(12));
    });
}

/** Why the fractions cannot be read, to be said beside their field; null where they can. */
export function fractionsProblem(text: string): string | null {
  try {
    return parseFractions(text).length === 0 ? 'Give one percentage at least.' : null;
  } catch (error) {
    if (error instanceof AppError) return `${error.message} ${error.remedy}`;
    throw error;
  }
}

/** "-1, 0 0.5" → [-1, 0, 0.5] */
function parseExponents(text: string): readonly number[] {
  const exponents = text
    .replaceAll('−', '-')
    .split(/[\s,;]+/)
    .filter(Boolean);
  const wrong = exponents.find((part) => !Number.isFinite(Number(part)));
  if (wrong === undefined && exponents.length > 0) return exponents.map(Number);
  throw new AppError(
    'bad-input',
    wrong === undefined ? 'There is no exponent.' : `“${wrong}” is no exponent.`,
    'Give numbers, e.g. -1, 0.5, 1.',
  );
}

function strategyOf({ settings }: StudyDraft, name: string): unknown {
  const { values, exponents } = settings[name] ?? { values: {} };
  return { ...values, name, ...(exponents !== undefined && { exponents: parseExponents(exponents) }) };
}

const modelOf = ({ name, values }: ModelDraft) => ({ ...values, name });

/**
 * The configuration that the form describes, as it would be run.
 *
 * @throws AppError `bad-input` with what to mend
 */
export function configOfDraft(draft: StudyDraft): StudyConfig {
  if (
    draft.repeats === null ||
    draft.seed === null ||
    draft.surrogates.some(({ labels }) => labels === null)
  ) {
    throw new AppError('bad-input', 'A number is missing.', 'Fill in the empty field.');
  }
  const { ridge } = draft;
  return parseStudyConfig({
    seed: draft.seed,
    repeats: draft.repeats,
    fractions: parseFractions(draft.fractions),
    surrogates: draft.surrogates.map(({ name, labels, model }) => ({
      ...{ name, labels, ridge },
      model: modelOf(model),
    })),
    finalModel: { ridge, model: modelOf(draft.finalModel) },
    strategies: draft.strategies.map((name) => strategyOf(draft, name)),
    seedLabelsCount: draft.seedLabelsCount,
    partners: draft.partners,
  });
}

export interface FitCount {
  readonly surrogates: number;
  readonly finalModels: number;
  /** each fit is searched for its ridge, which costs many fits more */
  readonly searched: boolean;
}

/**
 * How many models a study trains.
 *
 * @param poolRows labeled examples of the pool
 * @throws AppError `bad-input` when the pool is too small for it
 */
export function countFits(config: StudyConfig, poolRows: number): FitCount {
  const plan = planStudy(config, poolRows);
  return {
    surrogates: plan.surrogateTasks.length,
    finalModels: plan.pointTasks.length,
    searched: config.finalModel.ridge === 'cv',
  };
}
