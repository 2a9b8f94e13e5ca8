import { AppError } from '@/lib/errors';
import { withBodyRead } from './read-body';

/** A token or a name with a password is shorter by far. */
const MAXIMUM_BYTES = 16 * 2 ** 10;

/** The fields of a form that anybody may send. @throws AppError `too-large`, `bad-input` where it is no form */
export async function readForm(request: Request): Promise<(field: string) => string> {
  const bounded = await withBodyRead(request, MAXIMUM_BYTES);
  const form = await bounded.formData().catch(() => {
    throw new AppError('bad-input', 'The body is no form.', 'Use Winnow’s own pages.');
  });
  return (field) => {
    const value = form.get(field);
    return typeof value === 'string' ? value : '';
  };
}
