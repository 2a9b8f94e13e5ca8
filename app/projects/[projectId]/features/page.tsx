import type { Metadata } from 'next';
import { FeaturesPage } from '@/components/features/features-page';

export const metadata: Metadata = { title: 'Features' };

interface PageProps {
  readonly params: Promise<{ readonly projectId: string }>;
}

export default async function Page({ params }: PageProps) {
  const { projectId } = await params;
  return <FeaturesPage projectId={projectId} />;
}
