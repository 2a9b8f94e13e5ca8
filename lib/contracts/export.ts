import { z } from 'zod';
import { SPLITS } from './project';

/** Which examples are given out: all, those of a split, a selection in its order, or a batch in its order. */
export const exportScopeSchema = z
  .object({
    selection: z.string().min(1).optional(),
    batch: z.string().min(1).optional(),
    split: z.enum(SPLITS).optional(),
  })
  .refine((scope) => Object.values(scope).filter((value) => value !== undefined).length <= 1, {
    error: 'Name a selection, a batch or a split, not several of them.',
  });
export type ExportScope = z.infer<typeof exportScopeSchema>;

/** Address of an export, to follow as a link. */
export function exportPath(projectId: string, format: string, scope: ExportScope): string {
  const query = new URLSearchParams(Object.entries(scope));
  return `/api/projects/${projectId}/exports/${format}${query.size > 0 ? `?${query.toString()}` : ''}`;
}
