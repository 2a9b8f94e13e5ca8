import type { Metadata } from 'next';
import { NewStudyPage } from '@/components/report/new-study-page';

export const metadata: Metadata = { title: 'New study' };

interface PageProps {
  readonly params: Promise<{ readonly projectId: string }>;
}

export default async function Page({ params }: PageProps) {
  const { projectId } = await params;
  return <NewStudyPage projectId={projectId} />;
}
