import { z } from 'zod';
import { roleAllows } from '@/lib/contracts/access';
import { AppError } from '@/lib/errors';
import type { ContentKind } from '../../datasets/example-content.service';
import { readExampleContent } from '../../datasets/example-content.service';
import { handle, requireMember } from './session';

interface Parameters extends Record<string, string> {
  projectId: string;
  row: string;
}

const rowSchema = z.coerce
  .number()
  .int()
  .nonnegative()
  .max(2 ** 31 - 1);

const answer = (kind: ContentKind) =>
  handle<Parameters>(async (request, { projectId, row }) => {
    const { container, role } = await requireMember(request, projectId, 'member');
    const parsed = rowSchema.safeParse(row);
    if (!parsed.success) throw new AppError('not-found', 'There is no such example.');
    const { bytes, contentType } = await readExampleContent(container, {
      projectId,
      row: parsed.data,
      kind,
      onlyOfBatches: !roleAllows(role, 'viewer'),
    });
    return new Response(Uint8Array.from(bytes), {
      headers: {
        'content-type': contentType,
        // What a row holds never changes; only the browser that was shown it may keep it.
        'cache-control': 'private, max-age=31536000, immutable',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
        'cross-origin-resource-policy': 'same-origin',
      },
    });
  });

export const answerThumbnail = answer('thumbnail');
export const answerImage = answer('image');
export const answerText = answer('text');
