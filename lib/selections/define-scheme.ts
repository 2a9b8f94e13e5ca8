import { describeParameters } from '../contracts/parameters';
import { AppError } from '../errors';
import type { Scheme } from './scheme';

/** What a scheme says of itself only where it is not like most. */
type Usual<Parameters> = Pick<
  Scheme<Parameters>,
  'nested' | 'work' | 'cost' | 'needs' | 'revision' | 'opposite' | 'passes'
>;

const USUAL: Usual<unknown> = {
  needs: [],
  revision: 1,
  opposite: null,
  nested: () => true,
  cost: 'O(n)',
  work: ({ rows }) => rows,
  passes: () => null,
};

/**
 * A scheme whose parameters are read by its own schema whenever it is called, so that a registry can hold them all.
 * Unless it says otherwise it needs nothing beside a score, is in its first revision, has no opposite, is nested in the
 * budget, costs O(n) and looks at the whole pool at once.
 */
export function defineScheme<Parameters>(
  definition: Omit<Scheme<Parameters>, keyof Usual<Parameters>> & Partial<Usual<Parameters>>,
): Scheme {
  const scheme: Scheme<Parameters> = { ...USUAL, ...definition };
  const read = (parameters: unknown): Parameters => {
    const parsed = scheme.parameters.safeParse(parameters);
    if (parsed.success) return parsed.data;
    const issues = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`.trim());
    const names = describeParameters(scheme).map(({ name }) => name);
    throw new AppError(
      'bad-input',
      `Parameters of “${scheme.name}”: ${issues.join('; ')}.`,
      names.length > 0 ? `It has ${names.join(', ')}.` : 'It has no parameters.',
    );
  };
  return {
    ...scheme,
    nested: (parameters) => scheme.nested(read(parameters)),
    work: (size, parameters) => scheme.work(size, read(parameters)),
    select: (input, parameters) => scheme.select(input, read(parameters)),
    passes: (pool, parameters) => scheme.passes(pool, read(parameters)),
  };
}
