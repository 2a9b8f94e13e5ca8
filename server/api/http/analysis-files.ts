import { analysisFile } from '../../analyses/analyses.service';
import { handle, requireMember } from './session';

/** `GET /api/projects/:projectId/analyses/:analysisId/:file`, one of the files of the analysis */
export const downloadAnalysisFile = handle<{ projectId: string; analysisId: string; file: string }>(
  async (request, { projectId, analysisId, file }) => {
    const { container } = await requireMember(request, projectId, 'viewer');
    const { contentType, bytes } = await analysisFile(container, { projectId, analysisId, file });
    return new Response(new Uint8Array(bytes), {
      headers: {
        'content-type': contentType,
        'content-disposition': `attachment; filename="${file}"`,
        'cache-control': 'private, no-store',
      },
    });
  },
);
