import { removeProjectHandler } from '../projects/remove-project.handler';
import type { JobHandler } from './job';

/** Every kind of long work that a worker can do. One line a handler. */
export const handlers: readonly JobHandler<unknown>[] = [removeProjectHandler];
