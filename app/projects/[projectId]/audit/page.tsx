import type { Metadata } from 'next';
import { AuditPage } from '@/components/audit/audit-page';

export const metadata: Metadata = { title: 'Audit' };

interface PageProps {
  readonly params: Promise<{ readonly projectId: string }>;
}

export default async function Page({ params }: PageProps) {
  const { projectId } = await params;
  return <AuditPage projectId={projectId} />;
}
