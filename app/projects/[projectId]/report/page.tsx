import type { Metadata } from 'next';
import { ReportPage } from '@/components/report/report-page';

export const metadata: Metadata = { title: 'Report' };

interface PageProps {
  readonly params: Promise<{ readonly projectId: string }>;
}

export default async function Page({ params }: PageProps) {
  const { projectId } = await params;
  return <ReportPage projectId={projectId} />;
}
