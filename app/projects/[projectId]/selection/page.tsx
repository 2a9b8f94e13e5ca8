import type { Metadata } from 'next';
import { SelectionPage } from '@/components/selection/selection-page';

export const metadata: Metadata = { title: 'Selection' };

interface PageProps {
  readonly params: Promise<{ readonly projectId: string }>;
}

export default async function Page({ params }: PageProps) {
  const { projectId } = await params;
  return <SelectionPage projectId={projectId} />;
}
