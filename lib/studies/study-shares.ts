import type { PointTask, StudyPlan, StudyTask } from './study-plan';
import { taskCost } from './task-cost';

/** Some cells of a study, for one worker to run one after the other. */
export interface StudyShare {
  /** the whole plan with these cells only; with the surrogate that the points look at, should it have to run again */
  readonly plan: StudyPlan;
  readonly keys: readonly string[];
  /** as `taskCost` */
  readonly cost: number;
}

/** The cells of a study in shares. All of the first have to be done before any of the second begins. */
export interface StudyShares {
  /** each surrogate alone, and points that look at none */
  readonly first: readonly StudyShare[];
  /** points that look at a surrogate, one surrogate a share */
  readonly second: readonly StudyShare[];
}

/**
 * Into how many shares of equal cost a study falls at the least, where it has as many cells: enough for the cores of a
 * fleet to end at about the same time, and so few that handing them out costs nothing.
 */
const SHARES = 128;

/**
 * Cuts the surrogates and points of a study for workers who share it. Depends on the plan only, never on how many
 * workers there are; the costliest come first, so that no worker ends up alone with one. Overlaps are left out: they
 * need no fit, and the scores of two surrogates.
 *
 * @param poolRows rows of the whole pool
 * O(cells · log cells).
 */
export function shareStudy(plan: StudyPlan, poolRows: number): StudyShares {
  const { config, surrogateTasks, pointTasks } = plan;
  const cost = (task: StudyTask) => taskCost(config, task, poolRows);
  const total = [...surrogateTasks, ...pointTasks].reduce((sum, task) => sum + cost(task), 0);
  const bySurrogate = new Map<string | null, PointTask[]>();
  for (const task of pointTasks) {
    const ofSurrogate = bySurrogate.get(task.surrogateKey);
    if (ofSurrogate) ofSurrogate.push(task);
    else bySurrogate.set(task.surrogateKey, [task]);
  }
  const alone = surrogateTasks.map((task) => shareOf(plan, [task], cost));
  const sharesOf = (tasks: readonly PointTask[]) =>
    pack(tasks, cost, total / SHARES).map((packed) => shareOf(plan, packed, cost));
  const second = [...bySurrogate].flatMap(([key, tasks]) => (key === null ? [] : sharesOf(tasks)));
  return {
    first: costliestFirst([...alone, ...sharesOf(bySurrogate.get(null) ?? [])]),
    second: costliestFirst(second),
  };
}

function costliestFirst(shares: readonly StudyShare[]): StudyShare[] {
  return [...shares].sort((left, right) => right.cost - left.cost);
}

/** Cuts tasks, the costliest first, wherever what is begun would come to more than this. */
function pack(
  tasks: readonly PointTask[],
  cost: (task: StudyTask) => number,
  most: number,
): readonly (readonly PointTask[])[] {
  const packs: PointTask[][] = [];
  let filled = Infinity;
  for (const task of [...tasks].sort((left, right) => cost(right) - cost(left))) {
    const own = cost(task);
    if (filled + own > most) {
      packs.push([]);
      filled = 0;
    }
    packs.at(-1)?.push(task);
    filled += own;
  }
  return packs;
}

function shareOf(
  plan: StudyPlan,
  tasks: readonly StudyTask[],
  cost: (task: StudyTask) => number,
): StudyShare {
  const pointTasks = tasks.filter((task) => task.kind === 'point');
  const needed = new Set(tasks.map((task) => (task.kind === 'point' ? task.surrogateKey : task.key)));
  const surrogateTasks = plan.surrogateTasks.filter(({ key }) => needed.has(key));
  return {
    plan: { ...plan, surrogateTasks, pointTasks, overlapTasks: [] },
    keys: tasks.map(({ key }) => key),
    cost: tasks.reduce((sum, task) => sum + cost(task), 0),
  };
}
