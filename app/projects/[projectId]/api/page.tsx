import type { Metadata } from 'next';
import { AccessPage } from '@/components/access/access-page';

export const metadata: Metadata = { title: 'API' };

interface PageProps {
  readonly params: Promise<{ readonly projectId: string }>;
}

export default async function Page({ params }: PageProps) {
  const { projectId } = await params;
  return <AccessPage projectId={projectId} />;
}
