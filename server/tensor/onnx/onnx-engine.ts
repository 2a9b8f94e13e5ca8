import { env, InferenceSession } from 'onnxruntime-node';
import { FUSED_SCORES } from '@/lib/surrogates/tensor-engine';
import type { FusedScore, Precision, TensorEngine } from '@/lib/surrogates/tensor-engine';
import { checkNetwork } from '../check-network';
import { momentGraph } from './moment-graph';
import { objectiveGraph } from './objective-graph';
import { createOnnxObjective } from './onnx-objective';
import { createOnnxEmbedder, createOnnxTrainer } from './onnx-network';
import { secondMomentOnOnnx } from './onnx-moment';
import { projectOnOnnx } from './onnx-project';
import { scoreOnOnnx } from './onnx-score';
import { projectionGraph } from './projection-graph';
import { scoreGraph } from './score-graph';
import { createOnnxTracer } from './onnx-tracer';
import { traceGraph } from './trace-graph';
import { trainingGraph } from './training-graph';

/**
 * ONNX Runtime on the CPU, with graphs of our own. Sessions know no shapes: the engine holds one for the objective, one
 * for second moments and one for each set of scores that was asked for, however many data sets pass through.
 */
export async function createOnnxEngine(threads: number): Promise<TensorEngine> {
  const sessions = new Map<string, Promise<InferenceSession>>();

  function sessionOf(name: string, writeGraph: () => Uint8Array<ArrayBuffer>): Promise<InferenceSession> {
    const known = sessions.get(name);
    if (known) return known;
    const session = createSession(writeGraph(), threads);
    sessions.set(name, session);
    return session;
  }

  function scoreSession(scores: readonly FusedScore[]): Promise<InferenceSession> {
    const inOrder = FUSED_SCORES.filter((score) => scores.includes(score));
    return sessionOf(`score ${inOrder.join(' ')}`, () => scoreGraph(inOrder));
  }

  function objectiveSession(precision: Precision): Promise<InferenceSession> {
    return sessionOf(`objective ${precision}`, () => objectiveGraph(precision));
  }

  await objectiveSession('single');
  return {
    info: {
      name: 'onnx',
      title: 'ONNX Runtime',
      version: env.versions.node ?? env.versions.common,
      device: 'cpu',
      threads,
    },
    softmaxObjective: async (data, precision = 'single') =>
      createOnnxObjective(await objectiveSession(precision), data, precision),
    score: async (request) => scoreOnOnnx(await scoreSession(request.scores), request),
    secondMoment: async (features, weights) =>
      secondMomentOnOnnx(await sessionOf('moment', momentGraph), features, weights),
    project: async (features, axes, offset) =>
      projectOnOnnx(await sessionOf('projection', projectionGraph), features, axes, offset),
    networkTrainer: async (network, parameters, settings) => {
      checkNetwork(network, parameters);
      const name = `training ${settings.momentum} ${JSON.stringify(network)}`;
      const session = await sessionOf(name, () => trainingGraph(network, settings.momentum));
      return createOnnxTrainer(session, network, parameters, settings);
    },
    tracer: async (network, parameters) => {
      checkNetwork(network, parameters);
      const session = await sessionOf(`trace ${JSON.stringify(network)}`, () => traceGraph(network));
      return createOnnxTracer(session, network, parameters);
    },
    embedder: (network, parameters) =>
      createOnnxEmbedder(network, parameters, (graph) => createSession(graph, threads)),
    async dispose() {
      const opened = await Promise.all(sessions.values());
      sessions.clear();
      await Promise.all(opened.map((session) => session.release()));
    },
  };
}

function createSession(graph: Uint8Array<ArrayBuffer>, threads: number): Promise<InferenceSession> {
  return InferenceSession.create(graph, {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    // a pattern is kept for every shape ever seen, and blocks at the end of data have many
    enableMemPattern: false,
    // threads that spin between operators take the cores from web, database and the other threads
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  });
}
