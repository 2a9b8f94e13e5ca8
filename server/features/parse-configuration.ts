import { AppError } from '@/lib/errors';
import type { FeatureExtractor } from './extractor';

/** A configuration as an extractor takes it. @throws AppError `bad-input` naming the setting that it does not */
export function parseConfiguration(
  extractor: FeatureExtractor<unknown>,
  given: Readonly<Record<string, unknown>>,
): object {
  const parsed = extractor.configuration.safeParse(given);
  if (parsed.success) return parsed.data as object;
  const issue = parsed.error.issues[0];
  throw new AppError(
    'bad-input',
    `${extractor.title}: ${issue?.path.join('.') || 'configuration'}: ${issue?.message}`,
    'Mend this setting.',
  );
}
