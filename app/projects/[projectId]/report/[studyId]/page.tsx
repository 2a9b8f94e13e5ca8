import type { Metadata } from 'next';
import { StudyPage } from '@/components/report/study-page';

export const metadata: Metadata = { title: 'Study' };

interface PageProps {
  readonly params: Promise<{ readonly projectId: string; readonly studyId: string }>;
}

export default async function Page({ params }: PageProps) {
  const { projectId, studyId } = await params;
  return <StudyPage projectId={projectId} studyId={studyId} />;
}
