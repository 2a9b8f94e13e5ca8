import { redirect } from 'next/navigation';
import { pageCaller } from '@/server/api/page-caller';

/** A newcomer has only the sample and starts at its curve; everyone else starts at the list. */
export default async function Page() {
  const caller = await pageCaller();
  const [first, ...others] = await caller.projects.list();
  if (first?.isSample && others.length === 0) redirect(`/projects/${first.id}`);
  redirect('/projects');
}
