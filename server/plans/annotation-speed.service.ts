import type { AnnotationSpeed } from '@/lib/contracts/plan';
import { findBreakSeconds } from '../annotations/break-seconds.repository';
import type { Container } from '../container';
import { listSpeeds } from './annotation-speed.repository';
import { findPlanProject } from './plans.repository';

/** How long people take for an answer, by class and by annotator, breaks left out. */
export async function annotationSpeed(container: Container, projectId: string): Promise<AnnotationSpeed> {
  const { db } = container;
  const { classes } = await findPlanProject(db, projectId);
  const { timed, breakSeconds } = await findBreakSeconds(db, projectId);
  const groups = await listSpeeds(db, { projectId, breakSeconds });
  const all = groups.find(({ kind }) => kind === 'all');
  const rowsOf = (wanted: 'class' | 'annotator') =>
    groups
      .filter(({ kind }) => kind === wanted)
      .map(({ label, userId, name, answers, median: medianSeconds }) => ({
        name: label === null ? (name ?? userId ?? '') : (classes[label] ?? `class ${label}`),
        answers,
        medianSeconds,
      }));
  return {
    breakSeconds,
    timed,
    breaks: timed - (all?.answers ?? 0),
    median: all?.median ?? null,
    mean: all?.mean ?? null,
    byClass: rowsOf('class'),
    byAnnotator: rowsOf('annotator'),
  };
}
