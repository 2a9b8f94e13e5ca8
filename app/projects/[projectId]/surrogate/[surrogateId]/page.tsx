import type { Metadata } from 'next';
import { SurrogateDetail } from '@/components/surrogate/surrogate-detail';

export const metadata: Metadata = { title: 'Surrogate' };

interface PageProps {
  readonly params: Promise<{ readonly projectId: string; readonly surrogateId: string }>;
}

export default async function Page({ params }: PageProps) {
  const { projectId, surrogateId } = await params;
  return <SurrogateDetail projectId={projectId} surrogateId={surrogateId} />;
}
