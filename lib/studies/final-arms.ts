import type { Arm, StudyConfig } from '../contracts/study';

/** How the ridge of a final model is found: one number, a search, or a grid to try. */
export type RidgeRule = number | 'search' | readonly number[];

export interface FinalArm {
  readonly name: Arm;
  readonly ridge: RidgeRule;
}

/** The arms of a study, tuned before constant. Networks have no ridge, so that theirs is one constant arm. */
export function finalArms({ finalModel }: StudyConfig): FinalArm[] {
  const { model, ridge, constantRidge } = finalModel;
  if (model !== 'softmax') return [{ name: 'constant', ridge: 0 }];
  const isNumber = typeof ridge === 'number';
  const names = finalModel.arms ?? [isNumber ? 'constant' : 'tuned'];
  return names.map((name) =>
    name === 'tuned'
      ? { name, ridge: tunedRidge(ridge) }
      : { name, ridge: constantRidge ?? (isNumber ? ridge : 0) },
  );
}

/** How the full pool's own ridge is found (theory 0.10): always tuned, however the points' is. */
export function fullPoolArm({ finalModel }: StudyConfig): FinalArm {
  if (finalModel.model !== 'softmax') return { name: 'constant', ridge: 0 };
  return { name: 'tuned', ridge: tunedRidge(finalModel.ridge) };
}

function tunedRidge(ridge: StudyConfig['finalModel']['ridge']): RidgeRule {
  return typeof ridge === 'object' ? ridge : 'search';
}
