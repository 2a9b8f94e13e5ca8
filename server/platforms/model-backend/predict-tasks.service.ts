import { AppError } from '@/lib/errors';
import { rowOf } from '@/lib/numeric/matrix';
import type { Container } from '../../container';
import type { NamedContent } from '../../features/content-extractor';
import type { CurrentModel } from '../../surrogates/current-model.repository';
import { findCurrentModel } from '../../surrogates/current-model.repository';
import type { Predicted } from '../../surrogates/open-predictor.service';
import { openPredictor } from '../../surrogates/open-predictor.service';
import { choiceRegion } from '../label-studio/predictions';
import type { OpenConnection } from '../open-connection.service';
import { openFound } from '../open-connection.service';
import type { PlatformConnection } from '../platforms.repository';
import { findTaskExamples } from '../tasks.repository';
import { choiceReader } from './choice-reader.service';
import { KeptPredictor } from './kept-predictor';
import { modelVersion } from './model-version';
import type { AskedTask, PredictAnswer, PredictRequest } from './protocol';
import { taskContents } from './task-contents.service';

const kept = new WeakMap<Container, KeptPredictor>();

/**
 * What the project's current model says of each task: of the pool's as it was computed when the model was trained, of others
 * from their contents. The score is the probability of the class that is named, so that the least certain come first. A task
 * that cannot be predicted has an empty item and a reason, and keeps no other from its own.
 *
 * @throws AppError `conflict` before there is a model, or before the classes were confirmed
 */
export async function predictTasks(
  container: Container,
  connection: PlatformConnection,
  { tasks, label_config: config }: PredictRequest,
): Promise<PredictAnswer> {
  const model = await findCurrentModel(container.db, connection.projectId);
  if (!model) {
    throw new AppError(
      'conflict',
      'No model of this project is trained yet.',
      'Train a surrogate in Winnow.',
    );
  }
  const open = await openFound(container, connection);
  const choiceOf = await choiceReader(container, open, config);
  const asked = tasks.filter((task) => task !== null);
  const predicted = await predictAll(container, open, model, asked);
  const version = modelVersion(model);
  const problems: { task: string | null; message: string }[] = [];
  const results = tasks.map((task) => {
    const answer = (task && predicted.get(task.id)) ?? new AppError('bad-input', 'The task has no id.');
    const chosen = answer instanceof AppError ? answer : choose(answer, choiceOf);
    if (chosen instanceof AppError) {
      problems.push({ task: task?.id ?? null, message: chosen.message });
      return [] as const;
    }
    const result = [choiceRegion(open.of.target, chosen.choice)];
    return { model_version: version, score: chosen.score, result };
  });
  const [first] = problems;
  if (first) {
    const { projectId } = connection;
    container.log.warn({ projectId, tasks: problems.length, first }, 'tasks without a prediction');
  }
  return { results, problems };
}

function choose(probabilities: Float32Array, choiceOf: (label: number) => string | AppError) {
  let best = 0;
  for (let label = 1; label < probabilities.length; label++) {
    if ((probabilities[label] as number) > (probabilities[best] as number)) best = label;
  }
  const choice = choiceOf(best);
  if (choice instanceof AppError) return choice;
  // Rounding may carry a certain one over 1, which Label Studio refuses.
  return { choice, score: Math.min(1, probabilities[best] as number) };
}

async function predictAll(
  container: Container,
  open: OpenConnection,
  model: CurrentModel,
  tasks: readonly AskedTask[],
): Promise<Map<string, Predicted>> {
  const ids = tasks.map(({ id }) => id);
  const examples = await findTaskExamples(container.db, open.connection, ids);
  const inPool = [...examples.values()].filter(({ row }) => row < model.featureSet.rows);
  const rows = inPool.map(({ row }) => row);
  const probabilities = await container.matrices.readRows(model.probabilitiesBlob, rows);
  const predicted = new Map<string, Predicted>(
    inPool.map(({ taskId }, index) => [taskId, Float32Array.from(rowOf(probabilities, index))]),
  );
  const others = tasks.filter(({ id }) => !predicted.has(id));
  const answers = await predictContents(container, open, model, others);
  others.forEach(({ id }, index) => predicted.set(id, answers[index] as Predicted));
  return predicted;
}

async function predictContents(
  container: Container,
  open: OpenConnection,
  model: CurrentModel,
  tasks: readonly AskedTask[],
): Promise<Predicted[]> {
  const contents = await taskContents(open, tasks);
  const readable = contents.flatMap((content) => (content instanceof AppError ? [] : [content]));
  const predicted = readable.length > 0 ? await predictReadable(container, model, readable) : [];
  let next = 0;
  return contents.map((content) =>
    content instanceof AppError ? content : (predicted[next++] as Predicted),
  );
}

async function predictReadable(
  container: Container,
  model: CurrentModel,
  contents: readonly NamedContent[],
): Promise<Predicted[]> {
  const predictor = kept.get(container) ?? new KeptPredictor();
  kept.set(container, predictor);
  try {
    const open = () => openPredictor(container, model);
    return await predictor.use(model.id, open, (opened) => opened.predict(contents));
  } catch (error) {
    // A model that knows the pool only: of that it has predictions all the same.
    if (error instanceof AppError && error.code === 'bad-input') return contents.map(() => error);
    throw error;
  }
}
