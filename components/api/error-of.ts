import { z } from 'zod';

export interface ErrorText {
  readonly message: string;
  /** What the reader can do; empty where there is nothing. */
  readonly remedy: string;
}

/** A tRPC error: the remedy of an AppError travels in `data`. */
const apiErrorSchema = z.object({
  message: z.string(),
  data: z.object({ remedy: z.string().nullish() }),
});

/** What jobs store of an error, and what routes answer. */
const plainErrorSchema = z.object({ message: z.string(), remedy: z.string().optional() });

/** Message and remedy of anything that was thrown or stored. A tRPC error without data never reached the server. */
export function errorOf(error: unknown): ErrorText {
  const api = apiErrorSchema.safeParse(error);
  if (api.success) return { message: api.data.message, remedy: api.data.data.remedy ?? '' };
  if (error instanceof Error && error.name === 'TRPCClientError') {
    return { message: 'Winnow cannot be reached.', remedy: 'Check that it still runs, then try again.' };
  }
  const plain = plainErrorSchema.safeParse(error);
  if (plain.success) return { message: plain.data.message, remedy: plain.data.remedy ?? '' };
  return { message: 'Something went wrong.', remedy: 'Try again; the log of the server has the details.' };
}
