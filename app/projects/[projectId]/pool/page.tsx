import type { Metadata } from 'next';
import { PoolPage } from '@/components/pool/pool-page';

export const metadata: Metadata = { title: 'Pool' };

interface PageProps {
  readonly params: Promise<{ readonly projectId: string }>;
}

export default async function Page({ params }: PageProps) {
  const { projectId } = await params;
  return <PoolPage projectId={projectId} />;
}
