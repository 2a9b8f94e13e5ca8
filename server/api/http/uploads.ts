import { AppError } from '@/lib/errors';
import { recordAudit } from '../../audit/record-audit';
import { receiveUpload } from '../../datasets/uploads.service';
import { handle, requireMember } from './session';

/** `POST ?fileName=` with the file as raw body, streamed to the blob store. */
export const answerUpload = handle<{ projectId: string }>(async (request, { projectId }) => {
  const { container, user } = await requireMember(request, projectId, 'lead');
  if (!request.body)
    throw new AppError('bad-input', 'The request has no body.', 'Send the file as the body.');
  const length = request.headers.get('content-length');
  const upload = await receiveUpload(container, {
    projectId,
    fileName: new URL(request.url).searchParams.get('fileName') ?? '',
    body: request.body,
    contentLength: length === null ? null : Number(length),
  });
  const { uploadId, fileName, bytes } = upload;
  const details = { uploadId, fileName, bytes };
  await recordAudit(container, { projectId, user, action: 'datasets.upload', details });
  return Response.json(upload);
});
