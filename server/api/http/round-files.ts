import { liveCurveFile } from '../../reports/live-curve-files';
import { curve } from '../../rounds/rounds.service';
import { handle, requireMember } from './session';

/** `GET /api/projects/:projectId/rounds/:file`, the live curve as `curve.csv`, `.json`, `.svg` or `.png` */
export const downloadLiveCurve = handle<{ projectId: string; file: string }>(
  async (request, { projectId, file }) => {
    const { container } = await requireMember(request, projectId, 'viewer');
    const { contentType, body } = liveCurveFile(await curve(container, projectId), file);
    return new Response(typeof body === 'string' ? body : new Uint8Array(body), {
      headers: {
        'content-type': contentType,
        'content-disposition': `attachment; filename="${file}"`,
        'cache-control': 'private, no-store',
      },
    });
  },
);
