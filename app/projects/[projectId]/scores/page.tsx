import type { Metadata } from 'next';
import { ScoresPage } from '@/components/scores/scores-page';

export const metadata: Metadata = { title: 'Scores' };

interface PageProps {
  readonly params: Promise<{ readonly projectId: string }>;
}

export default async function Page({ params }: PageProps) {
  const { projectId } = await params;
  return <ScoresPage projectId={projectId} />;
}
