'use client';

import { useRef, useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { IngestFormat, IngestRequest } from '@/lib/contracts/ingest';
import { useTRPC } from '../api/client';
import { assignFiles } from './assign-files';
import { hasLabelsFile, requestOf, type IngestDraft } from './ingest-request';
import { uploadFile } from './upload-file';

export interface UploadProgress {
  readonly fileName: string;
  readonly sent: number;
  readonly total: number;
}

/** Sends the files (if any), then starts the ingest. */
export function useIngest(projectId: string, onStarted: (jobId: string) => void) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [progress, setProgress] = useState<UploadProgress | null>(null);
  const abort = useRef<AbortController | null>(null);
  const start = useMutation(trpc.datasets.start.mutationOptions());

  async function send(file: File, signal: AbortSignal): Promise<IngestRequest['source']> {
    const onProgress = (sent: number) => setProgress({ fileName: file.name, sent, total: file.size });
    onProgress(0);
    const { uploadId, fileName } = await uploadFile(projectId, file, { onProgress, signal });
    return { kind: 'upload', uploadId, fileName };
  }

  async function sourcesOf(draft: IngestDraft, format: IngestFormat) {
    if (draft.from === 'path') {
      const labelsPath = hasLabelsFile(format) ? draft.labelsPath.trim() : '';
      return {
        source: { kind: 'path' as const, path: draft.path.trim() },
        labelsSource: labelsPath ? { kind: 'path' as const, path: labelsPath } : undefined,
      };
    }
    const { examples, labels } = assignFiles(draft.files);
    if (!examples) throw new Error('No file was chosen.');
    abort.current = new AbortController();
    const { signal } = abort.current;
    return {
      source: await send(examples, signal),
      labelsSource: labels ? await send(labels, signal) : undefined,
    };
  }

  const ingest = useMutation({
    mutationFn: async ({ draft, format }: { draft: IngestDraft; format: IngestFormat }) => {
      const sources = await sourcesOf(draft, format);
      return start.mutateAsync({ projectId, request: requestOf(draft, format, sources) });
    },
    onSuccess: async ({ jobId }) => {
      await queryClient.invalidateQueries();
      onStarted(jobId);
    },
    onSettled: () => setProgress(null),
  });

  return { ingest, progress, cancelUpload: () => abort.current?.abort() };
}
