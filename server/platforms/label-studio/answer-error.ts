import { z } from 'zod';
import { AppError } from '@/lib/errors';
import type { OutgoingResponse } from '../../outgoing/guarded-request';

const REMEDY_TOKEN =
  'Copy the token anew from Label Studio: Account & Settings → Personal Access Token (or Legacy Token).';

const problemSchema = z.object({
  detail: z.unknown().optional(),
  validation_errors: z.unknown().optional(),
  error: z.unknown().optional(),
});

/** An answer that is no success, as what happened and what can be done about it. */
export function answerError(
  response: OutgoingResponse,
  { host, path }: { host: string; path: string },
): AppError {
  const { status, headers } = response;
  const said = whatItSaid(response.body);
  if (status === 401 && /legacy token/i.test(said)) {
    return new AppError(
      'bad-input',
      `${host} takes no legacy tokens: its organization has turned them off.`,
      'Use a personal access token (Account & Settings → Personal Access Token), or turn legacy tokens on in Label Studio’s organization settings.',
    );
  }
  if (/reserved network address/i.test(said)) {
    return new AppError(
      'bad-input',
      `${host} calls no address of its own machine or network, and Winnow’s is one.`,
      'Start Label Studio with SSRF_PROTECTION_ENABLED=false, or give Winnow an address that it calls (WINNOW_URL).',
    );
  }
  if (status === 401) return new AppError('bad-input', `${host} does not accept this token.`, REMEDY_TOKEN);
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
      `${host} has no ${path.split('?')[0]}.`,
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
      'Look into the log of Label Studio, and try again.',
    );
  }
  return new AppError(
    'bad-input',
    `${host} refuses ${path.split('?')[0]} (${status})${said && `: ${said}`}.`,
    'Check what it says; a newer Label Studio may help.',
  );
}

function whatItSaid(body: Buffer): string {
  try {
    const { detail, validation_errors, error } = problemSchema.parse(JSON.parse(body.toString('utf8')));
    const said = validation_errors ?? detail ?? error;
    const text = typeof said === 'string' ? said : said === undefined ? '' : JSON.stringify(said);
    return text.slice(0, 300).replace(/\.$/, '');
  } catch {
    return '';
  }
}
