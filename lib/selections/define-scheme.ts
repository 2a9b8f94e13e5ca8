import { AppError } from '../errors';
import type { Scheme } from './scheme';

/** A scheme whose parameters are read by its own schema whenever it is called, so that a registry can hold them all. */
export function defineScheme<Parameters>(scheme: Scheme<Parameters>): Scheme {
  return {
    ...scheme,
    select: (input, parameters) => {
      const parsed = scheme.parameters.safeParse(parameters);
      if (!parsed.success) {
        const issues = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`.trim());
        throw new AppError('bad-input', `Parameters of “${scheme.name}”: ${issues.join('; ')}.`);
      }
      return scheme.select(input, parsed.data);
    },
  };
}
