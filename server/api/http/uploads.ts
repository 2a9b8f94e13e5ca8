import { AppError } from '@/lib/errors';
import { audited } from '../../audit/record-audit';
import { receiveUpload, uploadName } from '../../datasets/uploads.service';
import { checkText } from './parse-json';
import { handle, requireMember } from './session';

/** `POST ?fileName=` with the file as raw body, streamed to the blob store. */
export const answerUpload = handle<{ projectId: string }>(async (request, { projectId }) => {
  const { container, user } = await requireMember(request, projectId, 'lead');
  if (!request.body)
    throw new AppError('bad-input', 'The request has no body.', 'Send the file as the body.');
  const length = request.headers.get('content-length');
  const fileName = uploadName(new URL(request.url).searchParams.get('fileName') ?? '');
  checkText(fileName);
  const { body } = request;
  const upload = await audited(
    container,
    { projectId, user, action: 'datasets.upload', details: { fileName } },
    () =>
      receiveUpload(container, {
        ...{ projectId, fileName, body },
        contentLength: length === null ? null : Number(length),
      }),
    ({ uploadId, bytes }) => ({ uploadId, bytes }),
  );
  return Response.json(upload);
});
