import type { Metadata } from 'next';
import { AnalysisPage } from '@/components/analysis/analysis-page';

export const metadata: Metadata = { title: 'Analysis' };

interface PageProps {
  readonly params: Promise<{ readonly projectId: string }>;
}

export default async function Page({ params }: PageProps) {
  const { projectId } = await params;
  return <AnalysisPage projectId={projectId} />;
}
