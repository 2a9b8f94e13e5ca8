import { TRPCClientError } from '@trpc/client';
import { describe, expect, it } from 'vitest';
import { errorOf } from '@/components/api/error-of';
import { AppError } from '@/lib/errors';

describe('errorOf', () => {
  it('reads the remedy that travels with an answer of the API', () => {
    const error = TRPCClientError.from({
      error: { message: 'There is no such project.', code: -32004, data: { remedy: 'Ask the owner.' } },
    });
    expect(errorOf(error)).toEqual({ message: 'There is no such project.', remedy: 'Ask the owner.' });
  });

  it('says that Winnow cannot be reached where there was no answer', () => {
    const error = TRPCClientError.from(new TypeError('Failed to fetch'));
    expect(errorOf(error).message).toBe('Winnow cannot be reached.');
  });

  it('reads AppErrors and what jobs stored of them', () => {
    const { message, remedy } = new AppError('bad-input', 'x.zip is no zip file.', 'Make it anew.');
    expect(errorOf(new AppError('bad-input', message, remedy))).toEqual({ message, remedy });
    expect(errorOf({ code: 'bad-input', message, remedy })).toEqual({ message, remedy });
  });

  it('has words for anything else', () => {
    expect(errorOf(undefined).message).toBe('Something went wrong.');
  });
});
