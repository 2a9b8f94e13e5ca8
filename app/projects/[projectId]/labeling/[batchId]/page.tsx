import type { Metadata } from 'next';
import { LabelPage } from '@/components/labeling/label-page';

export const metadata: Metadata = { title: 'Labeling' };

interface PageProps {
  readonly params: Promise<{ readonly projectId: string; readonly batchId: string }>;
}

export default async function Page({ params }: PageProps) {
  const { projectId, batchId } = await params;
  return <LabelPage projectId={projectId} batchId={batchId} />;
}
