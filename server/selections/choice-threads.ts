import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { valueOf, type ThreadReply } from '../thread-reply';
import { chooseRows, type ChoiceTask, type ChosenRows } from './choose-rows';

/** What takes no longer, of so few, is done here: others wait for it less long than it takes to tell a thread of it. */
const SHORT = { seconds: 0.02, rows: 10_000 };
/** A thread that nobody needed for so long ends, and gives its memory back. */
const IDLE_MS = 60_000;

// Next's bundler takes `new URL(…, import.meta.url)` for a file that it should copy.
const HERE = dirname(fileURLToPath(import.meta.url));

let threads: Piscina<ChoiceTask, ThreadReply<ChosenRows>> | null = null;

/**
 * Chooses in a thread of its own whatever takes longer than a blink, so that annotators get their next example while a
 * lead looks at what a scheme would choose of a million. The choice is the same wherever it is made.
 *
 * The arrays of the input move to the thread: they are empty afterwards.
 *
 * @param seconds roughly how long it will take
 * @throws AppError like `select`
 */
export async function chooseAside(task: ChoiceTask, seconds: number): Promise<ChosenRows> {
  if (seconds <= SHORT.seconds && task.input.ids.length <= SHORT.rows) return chooseRows(task);
  threads ??= new Piscina({
    filename: join(HERE, 'choice-thread.mjs'),
    execArgv: [],
    minThreads: 0,
    maxThreads: availableParallelism(),
    concurrentTasksPerWorker: 1,
    idleTimeout: IDLE_MS,
  });
  return valueOf(await threads.run(task, { transferList: buffersOf(task) }));
}

function buffersOf({ input }: ChoiceTask): ArrayBuffer[] {
  const { scores, ids, probabilities, features, labeledFeatures } = input;
  const arrays = [scores, ids, probabilities?.data, features?.data, labeledFeatures?.data];
  return arrays.flatMap((array) => (array ? [array.buffer as ArrayBuffer] : []));
}
