import { roleAllows } from '@/lib/contracts/access';
import type {
  ProjectInput,
  ProjectSettings,
  ProjectSummary,
  ProjectView,
  Role,
} from '@/lib/contracts/project';
import { AppError } from '@/lib/errors';
import { modelSchema } from '@/lib/surrogates/models';
import type { SessionUser } from '../api/trpc';
import { detailsOf } from '../audit/audit-details';
import { recordDone } from '../audit/record-audit';
import type { Container } from '../container';
import type { Project } from '../db/generated/client';
import { mayCreateProjects } from './may-create-projects';
import { countActiveJobs, countLabeled, countSplits, findMemberships } from './projects.repository';
import { removeProjectJob } from './remove-project.job';
import { countStages } from './stages.repository';
import { stageViews } from './stage-views';

export async function listProjects(container: Container, user: SessionUser): Promise<ProjectSummary[]> {
  const all = await findMemberships(container.db, user.id);
  const memberships = user.key ? all.filter(({ projectId }) => projectId === user.key?.projectId) : all;
  const ids = memberships.map(({ projectId }) => projectId);
  const [labeled, active] = await Promise.all([
    countLabeled(container.db, ids),
    countActiveJobs(container.db, ids),
  ]);
  return memberships.map(({ project, role }) =>
    summary(project, role, labeled.get(project.id) ?? 0, active.get(project.id) ?? 0),
  );
}

export async function getProject(
  container: Container,
  userId: string,
  projectId: string,
): Promise<ProjectView> {
  const { db } = container;
  const { project, role } = await db.membership.findUniqueOrThrow({
    where: { projectId_userId: { projectId, userId } },
    include: { project: true },
  });
  const [labeled, active, splits, stages] = await Promise.all([
    countLabeled(db, [projectId]),
    countActiveJobs(db, [projectId]),
    countSplits(db, project),
    countStages(db, projectId),
  ]);
  const view: ProjectView = {
    ...summary(project, role, labeled.get(projectId) ?? 0, active.get(projectId) ?? 0),
    classes: project.classes,
    costPerLabel: project.costPerLabel,
    costPerHour: project.costPerHour,
    costPerReview: project.costPerReview,
    currency: project.currency,
    finalModel: modelSchema.parse(project.finalModel ?? 'softmax'),
    controlShare: project.controlShare,
    guidelines: project.guidelines,
    votesPerExample: project.votesPerExample,
    overlapShare: project.overlapShare,
    leaseMinutes: project.leaseMinutes,
    showGuess: project.showGuess,
    splits,
    stages: stageViews(project.exampleCount, stages),
  };
  return roleAllows(role, 'viewer') ? view : forAnnotator(view);
}

/** Annotators see what there is to label; neither how the project goes nor what it costs. */
function forAnnotator(view: ProjectView): ProjectView {
  return {
    ...view,
    costPerLabel: null,
    costPerHour: null,
    costPerReview: null,
    stages: view.stages.filter(({ stage }) => stage === 'labeling'),
  };
}

/** @throws AppError `forbidden` */
export async function createProject(
  container: Container,
  user: SessionUser,
  input: ProjectInput,
): Promise<{ id: string }> {
  if (!(await mayCreateProjects(container, user))) {
    throw new AppError(
      'forbidden',
      'Projects are made by owners and leads of others.',
      'Ask an owner to make the project and add you.',
    );
  }
  return container.db.$transaction(async (tx) => {
    const project = await tx.project.create({
      data: { ...input, members: { create: { userId: user.id, role: 'owner' } } },
      select: { id: true },
    });
    const entry = { projectId: project.id, user, action: 'projects.create', details: detailsOf(input) };
    await recordDone(tx, entry);
    return project;
  });
}

export async function updateProject(
  container: Container,
  projectId: string,
  { appendClasses = [], ...settings }: ProjectSettings,
): Promise<void> {
  await container.db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "Project" WHERE id = ${projectId} FOR UPDATE`;
    const { classes } = await tx.project.findUniqueOrThrow({
      where: { id: projectId },
      select: { classes: true },
    });
    const all = [...classes, ...appendClasses];
    const twice = all.find((name, index) => all.indexOf(name) !== index);
    if (twice !== undefined) {
      throw new AppError(
        'conflict',
        `The class “${twice}” stands twice.`,
        'Each class name may stand once only.',
      );
    }
    await tx.project.update({ where: { id: projectId }, data: { ...settings, classes: all } });
  });
}

/** Nobody can see the project from here on; its files and rows go in the background. */
export async function removeProject(
  container: Container,
  projectId: string,
  confirmName: string,
): Promise<void> {
  await container.db.$transaction(async (tx) => {
    const project = await tx.project.findUniqueOrThrow({ where: { id: projectId }, select: { name: true } });
    if (project.name !== confirmName.trim()) {
      throw new AppError(
        'bad-input',
        'The name does not match.',
        `Type “${project.name}” to delete the project.`,
      );
    }
    await tx.membership.deleteMany({ where: { projectId } });
    await tx.job.updateMany({
      where: { projectId, state: { in: ['queued', 'running'] }, cancelRequestedAt: null },
      data: { cancelRequestedAt: new Date() },
    });
    await container.jobs.enqueue(removeProjectJob, { projectId, payload: { projectId }, tx });
  });
}

function summary(project: Project, role: Role, labeledCount: number, runningJobs: number): ProjectSummary {
  return {
    id: project.id,
    name: project.name,
    modality: project.modality,
    classCount: project.classes.length,
    exampleCount: project.exampleCount,
    labeledCount,
    isSample: project.isSample,
    role,
    runningJobs,
    createdAt: project.createdAt,
  };
}
