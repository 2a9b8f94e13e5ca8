import { exportScopeSchema } from '@/lib/contracts/export';
import { roleAllows } from '@/lib/contracts/access';
import { scopeAllows } from '@/lib/contracts/api-key';
import { AppError } from '@/lib/errors';
import { exportFile } from '../../files/export.service';
import { handle, requireMember } from './session';
import { streamOf } from './stream-of';

/**
 * `GET /api/projects/:projectId/exports/:format?selection=|batch=|split=`, examples in a file format, written while they
 * are sent. People's addresses are for whoever leads the project.
 */
export const downloadExport = handle<{ projectId: string; format: string }>(
  async (request, { projectId, format }) => {
    const { container, user, role } = await requireMember(request, projectId, 'viewer');
    const namesPeople = roleAllows(role, 'lead') && (!user.key || scopeAllows(user.key.scope, 'lead'));
    const scope = exportScopeSchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    if (!scope.success) {
      throw new AppError(
        'bad-input',
        scope.error.issues[0]?.message ?? 'The scope is none.',
        'Mend the address.',
      );
    }
    const { fileName, contentType, bytes } = await exportFile(container, {
      projectId,
      format,
      scope: scope.data,
      namesPeople,
    });
    return new Response(await streamOf(bytes), {
      headers: {
        'content-type': contentType,
        'content-disposition': `attachment; filename="${fileName}"`,
        'cache-control': 'private, no-store',
        'x-content-type-options': 'nosniff',
      },
    });
  },
);
