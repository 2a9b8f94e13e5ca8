import { z } from 'zod';
import { ANSWER_KINDS, answerSchema } from '@/lib/contracts/labeling';
import type { GivenAnswer } from './labeling-session';

const unsentSchema = answerSchema
  .pick({ row: true, label: true, unsure: true, reason: true, comment: true, guessShown: true })
  .extend({ kind: z.enum(ANSWER_KINDS), seconds: z.number() });

/** Answers of one person to one batch that a closed page had not stored yet. */
export interface UnsentAnswers {
  read(): GivenAnswer | null;
  write(answer: GivenAnswer | null): void;
}

/** Kept by the browser; where it keeps nothing for this site, answers live as long as the page. */
export function unsentAnswers(storage: Storage | null, userId: string, batchId: string): UnsentAnswers {
  const key = `winnow.unsent.${userId}.${batchId}`;
  return {
    read() {
      try {
        return unsentSchema.parse(JSON.parse(storage?.getItem(key) ?? 'null'));
      } catch {
        return null;
      }
    },
    write(answer) {
      try {
        if (answer) storage?.setItem(key, JSON.stringify(answer));
        else storage?.removeItem(key);
      } catch {
        // The storage is full or switched off.
      }
    },
  };
}
