import type { Metadata } from 'next';
import { PlatformPage } from '@/components/platform/platform-page';

export const metadata: Metadata = { title: 'Platform' };

interface PageProps {
  readonly params: Promise<{ readonly projectId: string }>;
}

export default async function Page({ params }: PageProps) {
  const { projectId } = await params;
  return <PlatformPage projectId={projectId} />;
}
