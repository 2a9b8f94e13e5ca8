import { redirect } from 'next/navigation';
import { startingStage } from '@/components/shell/starting-stage';
import { stagePath } from '@/components/shell/stages';
import { pageProject } from '@/server/api/page-caller';

export default async function Page({ params }: { readonly params: Promise<{ readonly projectId: string }> }) {
  const project = await pageProject((await params).projectId);
  redirect(stagePath(project.id, startingStage(project)));
}
