import { reportFile } from '../../studies/studies.service';
import { handle, requireMember } from './session';

/** `GET /api/projects/:projectId/studies/:studyId/:file`, one of the files of the report */
export const downloadStudyFile = handle<{ projectId: string; studyId: string; file: string }>(
  async (request, { projectId, studyId, file }) => {
    const { container } = await requireMember(request, projectId, 'viewer');
    const { contentType, bytes } = await reportFile(container, { projectId, studyId, file });
    return new Response(new Uint8Array(bytes), {
      headers: {
        'content-type': contentType,
        'content-disposition': `attachment; filename="${file}"`,
        'cache-control': 'private, no-store',
      },
    });
  },
);
