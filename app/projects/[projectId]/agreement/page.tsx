import type { Metadata } from 'next';
import { AgreementPage } from '@/components/agreement/agreement-page';

export const metadata: Metadata = { title: 'Agreement' };

interface PageProps {
  readonly params: Promise<{ readonly projectId: string }>;
}

export default async function Page({ params }: PageProps) {
  const { projectId } = await params;
  return <AgreementPage projectId={projectId} />;
}
