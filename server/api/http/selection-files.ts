import { writeSelectionCsv } from '../../selections/selection-csv.service';
import { handle, requireMember } from './session';

/** `GET /api/projects/:projectId/selections/:selectionId/selection.csv` */
export const downloadSelectionCsv = handle<{ projectId: string; selectionId: string }>(
  async (request, { projectId, selectionId }) => {
    const { container } = await requireMember(request, projectId, 'viewer');
    const csv = await writeSelectionCsv(container, { projectId, selectionId });
    return new Response(csv, {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="selection.csv"',
        'cache-control': 'private, no-store',
      },
    });
  },
);
