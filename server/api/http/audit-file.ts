import { auditFilterSchema } from '@/lib/contracts/audit';
import { AppError } from '@/lib/errors';
import { auditCsv } from '../../audit/audit.service';
import { handle, requireMember } from './session';
import { streamOf } from './stream-of';

/** `GET /api/projects/:projectId/audit.csv?userId=&action=`, written while it is sent. */
export const downloadAudit = handle<{ projectId: string }>(async (request, { projectId }) => {
  const { container } = await requireMember(request, projectId, 'lead');
  const filter = auditFilterSchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!filter.success) throw new AppError('bad-input', 'The filter is none.', 'Mend the address.');
  return new Response(await streamOf(auditCsv(container, { ...filter.data, projectId })), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="audit.csv"',
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    },
  });
});
