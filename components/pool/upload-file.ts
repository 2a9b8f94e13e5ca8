import { z } from 'zod';

const uploadedSchema = z.object({ uploadId: z.string(), fileName: z.string(), bytes: z.number() });
const refusedSchema = z.object({ message: z.string(), remedy: z.string().optional() });

export type Uploaded = z.infer<typeof uploadedSchema>;

/** Why an upload did not arrive; has the shape that `errorOf` reads. */
export class UploadError extends Error {
  constructor(
    message: string,
    readonly remedy: string,
  ) {
    super(message);
  }
}

interface UploadOptions {
  readonly onProgress: (sentBytes: number) => void;
  readonly signal: AbortSignal;
}

/** Sends the file as the raw body. XMLHttpRequest, since fetch does not tell how much was sent. */
export function uploadFile(projectId: string, file: File, options: UploadOptions): Promise<Uploaded> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const query = new URLSearchParams({ fileName: file.name });
    request.open('POST', `/api/projects/${projectId}/uploads?${query.toString()}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.responseType = 'json';
    request.upload.onprogress = (event) => options.onProgress(event.loaded);
    request.onload = () => {
      const uploaded = uploadedSchema.safeParse(request.response);
      if (request.status < 300 && uploaded.success) resolve(uploaded.data);
      else reject(refusal(file, request));
    };
    request.onerror = () =>
      reject(new UploadError(`${file.name} did not arrive: the connection broke.`, 'Try again.'));
    request.onabort = () => reject(new UploadError(`The upload of ${file.name} was cancelled.`, ''));
    options.signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}

function refusal(file: File, request: XMLHttpRequest): UploadError {
  const told = refusedSchema.safeParse(request.response);
  if (told.success) return new UploadError(told.data.message, told.data.remedy ?? '');
  return new UploadError(
    `${file.name} was refused (HTTP ${request.status}).`,
    'The log of the server has the details.',
  );
}
