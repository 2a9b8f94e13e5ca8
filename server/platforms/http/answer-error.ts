import { z } from 'zod';
import { AppError } from '@/lib/errors';
import type { OutgoingResponse } from '../../outgoing/guarded-request';

/** Where the different platforms say what was wrong. */
const problemSchema = z.object({
  detail: z.unknown().optional(),
  validation_errors: z.unknown().optional(),
  error: z.unknown().optional(),
  message: z.unknown().optional(),
});

export interface AskedPlatform {
  /** the platform's name for people */
  readonly title: string;
  /** what to do about a token that it refuses */
  readonly tokenRemedy: string;
  /** what is only so on this platform; null for what every platform means by such an answer */
  explain?(status: number, said: string, host: string): AppError | null;
}

/** An answer that is no success, as what happened and what can be done about it. */
export function answerError(
  response: OutgoingResponse,
  { host, path, platform }: { host: string; path: string; platform: AskedPlatform },
): AppError {
  const { status, headers } = response;
  const { title, tokenRemedy } = platform;
  const said = whatItSaid(response.body);
  const call = path.split('?')[0];
  const special = platform.explain?.(status, said, host);
  if (special) return special;
  if (status === 401) return new AppError('bad-input', `${host} does not accept this token.`, tokenRemedy);
  if (status === 403) {
    return new AppError(
      'bad-input',
      `The owner of this token may not do this on ${host}${said && `: ${said}`}.`,
      'Use the token of somebody who may manage the project.',
    );
  }
  if (status === 404) {
    return new AppError(
      'not-found',
      `${host} has no ${call}.`,
      'Check the address, and that the project still exists.',
    );
  }
  if (status >= 300 && status < 400) {
    return new AppError(
      'bad-input',
      `${host} redirects to ${headers.location ?? 'another address'}.`,
      'Give the address that it redirects to.',
    );
  }
  if (status >= 500) {
    return new AppError(
      'unavailable',
      `${host} answers with an error of its own (${status}).`,
      `Look into the log of ${title}, and try again.`,
    );
  }
  return new AppError(
    'bad-input',
    `${host} refuses ${call} (${status})${said && `: ${said}`}.`,
    `Check what it says; a newer ${title} may help.`,
  );
}

function whatItSaid(body: Buffer): string {
  try {
    const { detail, validation_errors, error, message } = problemSchema.parse(
      JSON.parse(body.toString('utf8')),
    );
    const said = validation_errors ?? detail ?? error ?? message;
    const text = typeof said === 'string' ? said : said === undefined ? '' : JSON.stringify(said);
    return text.slice(0, 300).replace(/\.$/, '');
  } catch {
    return '';
  }
}
