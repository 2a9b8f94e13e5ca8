import { roleAllows } from '@/lib/contracts/access';
import { scopeAllows } from '@/lib/contracts/api-key';
import { voteFile } from '../../agreement/vote-files.service';
import { streamOf } from './stream-of';
import { handle, requireMember } from './session';

/**
 * `GET /api/projects/:projectId/votes/:file`, all answers as `votes.csv` or `votes.jsonl`, written while they are sent.
 * People's addresses are for whoever leads the project.
 */
export const downloadVotes = handle<{ projectId: string; file: string }>(
  async (request, { projectId, file }) => {
    const { container, user, role } = await requireMember(request, projectId, 'viewer');
    const namesPeople = roleAllows(role, 'lead') && (!user.key || scopeAllows(user.key.scope, 'lead'));
    const { contentType, bytes } = await voteFile(container, { projectId, file, namesPeople });
    return new Response(await streamOf(bytes), {
      headers: {
        'content-type': contentType,
        'content-disposition': `attachment; filename="${file}"`,
        'cache-control': 'private, no-store',
        'x-content-type-options': 'nosniff',
      },
    });
  },
);
