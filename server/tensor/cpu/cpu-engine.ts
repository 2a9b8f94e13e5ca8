import type { TensorEngine } from '@/lib/surrogates/tensor-engine';
import { createCpuObjective } from './cpu-objective';
import { secondMomentOnCpu } from './cpu-moment';
import { scoreOnCpu } from './cpu-score';

/** Plain TypeScript in float64: needs nothing, loads everywhere, and is what the other engines are held against. */
export function createCpuEngine(): TensorEngine {
  return {
    info: {
      name: 'cpu',
      title: 'Plain TypeScript',
      version: process.versions.node,
      device: 'cpu',
      threads: 1,
    },
    softmaxObjective: (data) => promised(() => createCpuObjective(data)),
    score: (request) => promised(() => scoreOnCpu(request)),
    secondMoment: (features, weights) => promised(() => secondMomentOnCpu(features, weights)),
    dispose: () => Promise.resolve(),
  };
}

/** Makes a throw a rejection, as callers of the other engines know it. */
function promised<Result>(work: () => Result): Promise<Result> {
  return Promise.resolve().then(work);
}
