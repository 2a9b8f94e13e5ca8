import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Command } from 'commander';
import { studyReportSchema, type StudyReport } from '@/lib/contracts/study-report';
import { AppError } from '@/lib/errors';
import { hasEnoughSizes, makePlan } from '@/lib/planning/make-plan';
import { studyPlanCurves } from '@/lib/planning/plan-curve';
import { planSentences } from '@/lib/planning/plan-sentences';
import { defaultBudgets, scenarios, scenariosCsv } from '@/lib/planning/scenarios';
import { jsonOption, parseNumber } from './options';
import { printJson, writeOutput } from './output';

interface PlanOptions {
  readonly report: string;
  readonly target: number;
  readonly budget?: number;
  readonly costPerLabel?: number;
  readonly costPerHour?: number;
  readonly seconds?: number;
  readonly currency: string;
  readonly scenarios?: string;
  readonly json?: boolean;
}

/** As the app's. */
const SEED = 1;

export function planCommand(): Command {
  return new Command('plan')
    .description('what a target error takes by each scheme of a study, next to random selection')
    .requiredOption('--report <report.json>', 'as `winnow study` writes it')
    .requiredOption('--target <share>', 'test error to reach, e.g. 0.12', parseNumber)
    .option('--budget <labels>', 'labels in all; says what error they buy', parseNumber)
    .option('--cost-per-label <money>', 'price of an answer', parseNumber)
    .option('--cost-per-hour <money>', 'price of an hour of annotation', parseNumber)
    .option('--seconds <seconds>', 'that an answer takes', parseNumber)
    .option('--currency <code>', 'of the prices', 'EUR')
    .option('--scenarios <scenarios.csv>', 'also write every surrogate × scheme × budget to this file')
    .addOption(jsonOption())
    .action(runPlanCommand);
}

async function runPlanCommand(options: PlanOptions): Promise<void> {
  const report = await readReport(options.report);
  const rates = {
    costPerLabel: options.costPerLabel ?? null,
    costPerHour: options.costPerHour ?? null,
    costPerReview: null,
    secondsPerAnswer: options.seconds ?? null,
    ...{ votesPerExample: 1, overlapShare: 0, disagreementShare: 0 },
  };
  const curves = studyPlanCurves(report);
  const plans = curves.filter(hasEnoughSizes).map((chosen) =>
    makePlan({
      chosen,
      random: curves.find(({ isRandom, surrogate }) => isRandom && surrogate === chosen.surrogate) ?? null,
      have: 0,
      available: report.data.pool,
      targetError: options.target,
      budget: options.budget === undefined ? null : { amount: options.budget, spent: 0, unit: 'labels' },
      ...{ rates, pace: null, now: new Date(0), seed: SEED },
    }),
  );
  if (plans.length === 0) {
    throw new AppError(
      'bad-input',
      `${basename(options.report)}: no curve has three fractions, which it takes to fit one.`,
      'Run the study with more fractions.',
    );
  }
  if (options.scenarios !== undefined) {
    const budgets = options.budget === undefined ? defaultBudgets(report.data.pool) : [options.budget];
    const rows = scenarios({ curves, budgets, targetError: options.target, rates, seed: SEED });
    await writeOutput(options.scenarios, scenariosCsv(rows));
  }
  if (options.json) return printJson(plans);
  const paragraphs = plans.map((plan) =>
    [
      plan.chosen.title,
      ...planSentences(plan, options.currency).map((sentence) => `  ${sentence}`),
      ...plan.chosen.warnings.map(({ text }) => `  Warning: ${text}`),
    ].join('\n'),
  );
  process.stdout.write(`${paragraphs.join('\n\n')}\n`);
}

async function readReport(path: string): Promise<StudyReport> {
  const name = basename(path);
  try {
    return studyReportSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause;
    throw new AppError(
      'bad-input',
      isMissing ? `${name}: the file cannot be read.` : `${name} is no report of a study.`,
      isMissing ? 'Check the path.' : 'Give the report.json that `winnow study` wrote.',
      { cause },
    );
  }
}
