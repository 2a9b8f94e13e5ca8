import { AppError, type ErrorCode } from '@/lib/errors';

/** What a thread sends back: an error's class does not survive the way between threads, its parts do. */
export type ThreadReply<Value> =
  | { readonly value: Value }
  | { readonly error: { readonly code: ErrorCode; readonly message: string; readonly remedy: string } };

/** The thread's side. @throws what is no AppError: a fault of ours, whose stack is wanted */
export async function replyOf<Value>(work: () => Value | Promise<Value>): Promise<ThreadReply<Value>> {
  try {
    return { value: await work() };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { code, message, remedy } = error;
    return { error: { code, message, remedy } };
  }
}

/** The other side. @throws AppError what the thread threw */
export function valueOf<Value>(reply: ThreadReply<Value>): Value {
  if ('value' in reply) return reply.value;
  throw new AppError(reply.error.code, reply.error.message, reply.error.remedy);
}
