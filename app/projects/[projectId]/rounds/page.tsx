import type { Metadata } from 'next';
import { RoundsPage } from '@/components/rounds/rounds-page';

export const metadata: Metadata = { title: 'Rounds' };

interface PageProps {
  readonly params: Promise<{ readonly projectId: string }>;
}

export default async function Page({ params }: PageProps) {
  const { projectId } = await params;
  return <RoundsPage projectId={projectId} />;
}
