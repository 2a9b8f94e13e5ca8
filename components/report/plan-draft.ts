import type { StudyConfig } from '@/lib/contracts/study';
import { AppError } from '@/lib/errors';
import { configOfDraft, countFits, type FitCount, type StudyDraft } from './study-draft';

interface PlannedDraft {
  /** null while something has to be mended */
  readonly config: StudyConfig | null;
  readonly fits: FitCount | null;
  readonly error: AppError | null;
}

/** What starting the form as it stands would do, or what has to be mended first. */
export function planDraft(draft: StudyDraft, poolRows: number): PlannedDraft {
  try {
    const config = configOfDraft(draft);
    return { config, fits: countFits(config, poolRows), error: null };
  } catch (error) {
    if (error instanceof AppError) return { config: null, fits: null, error };
    throw error;
  }
}
