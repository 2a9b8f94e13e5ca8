import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type {
  ConnectRequest,
  PlatformCheck,
  PlatformConnectionView,
  platformAddressSchema,
  PlatformInfo,
} from '@/lib/contracts/platform';
import { labelTargetSchema } from '@/lib/contracts/platform';
import { AppError } from '@/lib/errors';
import type { Container } from '../container';
import { Prisma } from '../db/generated/client';
import { toJson } from '../db/json';
import type { AnnotationPlatform, PlatformAdapter } from './annotation-platform';
import { openFound, tokenPurpose } from './open-connection.service';
import {
  countTasks,
  createConnection,
  deleteConnection,
  findConnection,
  findProjectFacts,
} from './platforms.repository';
import { PLATFORMS, platformByName } from './registry';

type Address = z.infer<typeof platformAddressSchema>;

export function listPlatforms(): PlatformInfo[] {
  return PLATFORMS.map(infoOf);
}

function infoOf(adapter: PlatformAdapter): PlatformInfo {
  const { name, title, description, experimental } = adapter;
  const { addressExample, tokenHint, listHint, marksGroundTruth, modelHint } = adapter;
  return {
    name,
    title,
    description,
    experimental,
    addressExample,
    tokenHint,
    listHint,
    marksGroundTruth,
    modelHint,
  };
}

/** Tries an address and a token out, and lists what can be connected. @throws AppError that says what is wrong with them */
export async function checkPlatform(container: Container, address: Address): Promise<PlatformCheck> {
  const platform = reach(container, address);
  const account = await platform.check();
  return { ...account, projects: await platform.listProjects() };
}

/**
 * Connects a project to one of the platform's. The token is kept sealed, and nobody is shown it again.
 *
 * @throws AppError `conflict` where the project is connected already, or is of another modality
 */
export async function connect(
  container: Container,
  input: { projectId: string; userId: string; request: ConnectRequest },
): Promise<PlatformConnectionView> {
  const { projectId, userId, request } = input;
  const platform = reach(container, request);
  const { version } = await platform.check();
  const described = await platform.describeProject(request.externalProject);
  const { modality } = await findProjectFacts(container.db, projectId);
  if (modality !== described.target.modality) {
    throw new AppError(
      'conflict',
      `“${described.title}” labels data of the kind “${described.target.modality}”; this project is of the kind “${modality}”.`,
      'Make a project of that kind in Winnow, or choose another one there.',
    );
  }
  const id = randomUUID();
  const sealedToken = (await container.sealer()).seal(request.token, tokenPurpose(id));
  const data = {
    id,
    projectId,
    platform: request.platform,
    baseUrl: request.baseUrl.replace(/\/+$/, ''),
    sealedToken,
    allowPrivate: request.allowPrivate,
    version,
    externalProject: described.id,
    externalTitle: described.title,
    target: toJson(described.target),
    createdById: userId,
  };
  try {
    await createConnection(container.db, data);
  } catch (error) {
    if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== 'P2002') throw error;
    throw new AppError('conflict', 'This project is connected already.', 'Disconnect it first.');
  }
  container.log.info({ projectId, userId, platform: request.platform }, 'platform connected');
  const view = await getConnection(container, projectId);
  if (!view) throw new AppError('not-found', 'The connection is not there any more.');
  return view;
}

/** Null where the project is not connected. */
export async function getConnection(
  container: Container,
  projectId: string,
): Promise<PlatformConnectionView | null> {
  const connection = await findConnection(container.db, projectId);
  if (!connection) return null;
  const { baseUrl, version, externalProject, externalTitle, allowPrivate, createdAt } = connection;
  const adapter = platformByName(connection.platform);
  return {
    platform: infoOf(adapter),
    baseUrl,
    version,
    externalProject,
    externalTitle,
    allowPrivate,
    createdAt,
    projectUrl: adapter.projectUrl(baseUrl, externalProject),
    target: labelTargetSchema.parse(connection.target),
    linkedTasks: await countTasks(container.db, connection.id),
  };
}

/** Forgets the platform and its token; examples and answers stay. What was pushed stays there. */
export async function disconnect(container: Container, projectId: string): Promise<void> {
  const connection = await findConnection(container.db, projectId);
  if (!connection) return;
  if (connection.hookId) await removeHook(container, connection);
  await deleteConnection(container.db, connection.id);
}

/** A platform that is gone for good must not keep anybody from disconnecting. */
async function removeHook(
  container: Container,
  connection: NonNullable<Awaited<ReturnType<typeof findConnection>>>,
): Promise<void> {
  try {
    const { platform } = await openFound(container, connection);
    if (connection.hookId) await platform.removeHook(connection.hookId);
  } catch (error) {
    container.log.warn({ err: error, projectId: connection.projectId }, 'the hook was left there');
  }
}

function reach(
  container: Container,
  { platform, baseUrl, token, allowPrivate }: Address,
): AnnotationPlatform {
  const allowPrivateMedia = container.env.allowPrivateAddresses;
  return platformByName(platform).connect({
    baseUrl,
    token,
    allowPrivate: allowPrivate || allowPrivateMedia,
    allowPrivateMedia,
  });
}
