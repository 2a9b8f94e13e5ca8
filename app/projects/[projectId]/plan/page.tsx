import type { Metadata } from 'next';
import { PlanPage } from '@/components/plan/plan-page';

export const metadata: Metadata = { title: 'Plan' };

interface PageProps {
  readonly params: Promise<{ readonly projectId: string }>;
}

export default async function Page({ params }: PageProps) {
  const { projectId } = await params;
  return <PlanPage projectId={projectId} />;
}
