import type { Metadata } from 'next';
import { SurrogatesPage } from '@/components/surrogate/surrogates-page';

export const metadata: Metadata = { title: 'Surrogate' };

interface PageProps {
  readonly params: Promise<{ readonly projectId: string }>;
}

export default async function Page({ params }: PageProps) {
  const { projectId } = await params;
  return <SurrogatesPage projectId={projectId} />;
}
