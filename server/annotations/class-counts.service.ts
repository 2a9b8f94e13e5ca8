import type { ClassCount } from '@/lib/contracts/labeling';
import type { Container } from '../container';
import { countTrainingLabels } from '../surrogates/labels.repository';

/** Every class of the project with the number of its labels, none too: a class without labels is one that no model knows. */
export async function countClasses({ db }: Container, projectId: string): Promise<ClassCount[]> {
  const { classes, exampleCount } = await db.project.findUniqueOrThrow({
    where: { id: projectId },
    select: { classes: true, exampleCount: true },
  });
  const counts = await countTrainingLabels(db, { projectId, rowLimit: exampleCount });
  return classes.map((name, label) => ({ label, name, labels: counts.get(label) ?? 0 }));
}
