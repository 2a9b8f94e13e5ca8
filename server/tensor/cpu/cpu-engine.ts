import type { TensorEngine } from '@/lib/surrogates/tensor-engine';
import { createCpuEmbedder, createCpuTrainer } from './cpu-network';
import { createCpuTracer } from './cpu-tracer';
import { createCpuObjective } from './cpu-objective';
import { secondMomentOnCpu } from './cpu-moment';
import { projectOnCpu } from './cpu-project';
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
    softmaxObjective: (data) => Promise.resolve().then(() => createCpuObjective(data)),
    score: (request) => Promise.resolve().then(() => scoreOnCpu(request)),
    secondMoment: (features, weights) => Promise.resolve().then(() => secondMomentOnCpu(features, weights)),
    project: (features, axes, offset) => Promise.resolve().then(() => projectOnCpu(features, axes, offset)),
    networkTrainer: (network, parameters, settings) =>
      Promise.resolve().then(() => createCpuTrainer(network, parameters, settings)),
    embedder: (network, parameters) => Promise.resolve().then(() => createCpuEmbedder(network, parameters)),
    tracer: (network, parameters) => Promise.resolve().then(() => createCpuTracer(network, parameters)),
    dispose: () => Promise.resolve(),
  };
}
