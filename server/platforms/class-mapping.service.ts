import type { ChoiceMatch, ClassByChoice, ClassMapping, LabelTarget } from '@/lib/contracts/platform';
import { classByChoiceSchema } from '@/lib/contracts/platform';
import { AppError } from '@/lib/errors';
import { lockHandouts } from '../annotations/unlabeled.repository';
import type { Container } from '../container';
import { toJson } from '../db/json';
import type { OpenConnection } from './open-connection.service';
import { openConnection } from './open-connection.service';
import { appendClasses, findProjectFacts, updateConnection } from './platforms.repository';

/**
 * Which choice is which class: as confirmed, else as their names suggest. The platform is asked anew, since somebody may
 * have changed its labeling interface.
 */
export async function getClassMapping(container: Container, projectId: string): Promise<ClassMapping> {
  const open = await openConnection(container, projectId);
  const { target } = await refreshTarget(container, open);
  const { classes } = await findProjectFacts(container.db, projectId);
  const saved = classByChoiceSchema.safeParse(open.connection.classes).data;
  const matches = target.choices.map(({ value, title }): ChoiceMatch => {
    const known = saved?.[value];
    const className = known === undefined ? suggest(classes, value, title) : known;
    return { choice: value, title, className, isNew: className !== null && !classes.includes(className) };
  });
  const names = new Set(matches.map(({ className }) => className));
  return {
    matches,
    classes,
    unmatched: classes.filter((name) => !names.has(name)),
    confirmed: saved !== undefined && target.choices.every(({ value }) => value in saved),
  };
}

/**
 * Keeps which choice is which class, and adds the classes that the project does not have.
 *
 * @throws AppError `bad-input` where a choice is missing
 */
export async function saveClassMapping(
  container: Container,
  input: { projectId: string; classByChoice: ClassByChoice },
): Promise<void> {
  const { projectId, classByChoice } = input;
  const open = await openConnection(container, projectId);
  const { target } = await refreshTarget(container, open);
  requireAll(target, classByChoice);
  const wanted = target.choices.flatMap(({ value }) => classByChoice[value] ?? []);
  if (wanted.length === 0) {
    throw new AppError('bad-input', 'No choice is a class.', 'Give at least one choice a class.');
  }
  await container.db.$transaction(async (tx) => {
    await lockHandouts(tx, projectId);
    const { classes } = await findProjectFacts(tx, projectId);
    const added = [...new Set(wanted)].filter((name) => !classes.includes(name));
    await appendClasses(tx, projectId, added);
    const entries = target.choices.map(({ value }) => [value, classByChoice[value] ?? null]);
    await updateConnection(tx, open.connection.id, {
      classes: toJson(Object.fromEntries(entries) as object),
    });
  });
}

/** What is labeled there now, kept as the connection's target. */
export async function refreshTarget(
  container: Container,
  { connection, platform, of }: OpenConnection,
): Promise<{ target: LabelTarget; tasks: number; annotatedTasks: number }> {
  const { target, tasks, annotatedTasks, title } = await platform.describeProject(of.project);
  if (target.modality !== of.target.modality) {
    throw new AppError(
      'conflict',
      `“${title}” labels data of the kind “${target.modality}” now; it was “${of.target.modality}” when it was connected.`,
      'Change its labeling interface back, or disconnect and connect again.',
    );
  }
  await updateConnection(container.db, connection.id, { target: toJson(target), externalTitle: title });
  return { target, tasks, annotatedTasks };
}

/** @throws AppError `conflict` where a choice was added since the classes were confirmed */
export function requireAll(target: LabelTarget, classByChoice: ClassByChoice): void {
  const missing = target.choices
    .filter(({ value }) => !(value in classByChoice))
    .map(({ title }) => `“${title}”`);
  if (missing.length === 0) return;
  throw new AppError(
    'conflict',
    `Nobody has said which class ${missing.join(', ')} is.`,
    'Confirm the classes on the page Platform.',
  );
}

/** The class of that name, however it is capitalized; else a new one of it. */
function suggest(classes: readonly string[], value: string, title: string): string {
  const alike = (name: string) => [value, title].some((word) => plain(word) === plain(name));
  return classes.find(alike) ?? title.trim().slice(0, 80);
}

function plain(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ');
}
