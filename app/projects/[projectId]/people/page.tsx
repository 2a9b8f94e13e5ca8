import type { Metadata } from 'next';
import { PeoplePage } from '@/components/people/people-page';

export const metadata: Metadata = { title: 'People' };

interface PageProps {
  readonly params: Promise<{ readonly projectId: string }>;
}

export default async function Page({ params }: PageProps) {
  const { projectId } = await params;
  return <PeoplePage projectId={projectId} />;
}
