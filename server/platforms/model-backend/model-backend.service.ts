import type { z } from 'zod';
import { AppError } from '@/lib/errors';
import type { Container } from '../../container';
import { findCurrentModel } from '../../surrogates/current-model.repository';
import { hear } from '../listening/hear.service';
import type { PlatformConnection } from '../platforms.repository';
import { modelVersion } from './model-version';
import { predictTasks } from './predict-tasks.service';
import { predictSchema, setupSchema } from './protocol';

/** One call of Label Studio's protocol for models, after its password was checked. */
export interface ModelCall {
  readonly method: string;
  /** below the address that Label Studio was given, without slashes around it */
  readonly path: string;
  readonly body: () => Promise<unknown>;
}

/**
 * Answers as label-studio-ml-backend does. Null for calls that are optional there and mean nothing here; Label Studio goes on
 * without them. Only `predict` loads a model: Label Studio waits one second for `health` and three for `setup`.
 */
export async function answerModelBackend(
  container: Container,
  connection: PlatformConnection,
  { method, path, body }: ModelCall,
): Promise<{ status: number; body: unknown } | null> {
  const version = async () => modelVersion(await findCurrentModel(container.db, connection.projectId));
  switch (`${method} ${path}`) {
    case 'GET ':
    case 'GET health':
      return { status: 200, body: { status: 'UP', model_class: 'Winnow' } };
    case 'GET metrics':
      return { status: 200, body: {} };
    case 'POST setup':
      requireProject(connection, parse(setupSchema, await body()).project);
      return { status: 200, body: { model_version: await version() } };
    case 'GET versions':
    case 'POST versions':
      return { status: 200, body: { versions: [await version()] } };
    case 'POST predict': {
      const request = parse(predictSchema, await body());
      requireProject(connection, request.project);
      return { status: 200, body: await predictTasks(container, connection, request) };
    }
    case 'POST webhook':
    case 'POST train': {
      const event = path === 'train' ? { action: 'START_TRAINING' } : ((await body()) ?? {});
      const heard = await hear(container, connection, event);
      if (!heard) return { status: 200, body: { status: 'Unknown event' } };
      return { status: 201, body: { result: {}, status: 'ok' } };
    }
    default:
      return null;
  }
}

function requireProject({ externalProject, externalTitle }: PlatformConnection, given?: string): void {
  if (given === undefined || given === externalProject) return;
  throw new AppError(
    'conflict',
    `This address is for the project “${externalTitle}” (${externalProject}), not for project ${given}.`,
    'Give each project of the platform the address of its own project in Winnow.',
  );
}

function parse<Value>(schema: z.ZodType<Value>, given: unknown): Value {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const place = issue?.path.join('.') || 'body';
  throw new AppError('bad-input', `${place}: ${issue?.message}`, 'Send what the protocol says.');
}
