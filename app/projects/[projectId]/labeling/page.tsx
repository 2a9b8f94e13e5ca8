import type { Metadata } from 'next';
import { LabelingPage } from '@/components/labeling/labeling-page';

export const metadata: Metadata = { title: 'Labeling' };

interface PageProps {
  readonly params: Promise<{ readonly projectId: string }>;
}

export default async function Page({ params }: PageProps) {
  const { projectId } = await params;
  return <LabelingPage projectId={projectId} />;
}
