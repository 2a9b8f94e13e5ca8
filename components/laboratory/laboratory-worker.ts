import { toAppError } from '@/lib/errors';
import { runTask } from '@/lib/synthetic/tasks';
import type { TaskReply, TaskRequest } from './task-run';

/** The worker's side: one task after the other, errors as their text. */
addEventListener('message', ({ data }: MessageEvent<TaskRequest>) => {
  let reply: TaskReply;
  try {
    reply = { outcome: runTask(data.config, data.task) };
  } catch (error) {
    reply = { error: toAppError(error).message };
  }
  postMessage(reply);
});
