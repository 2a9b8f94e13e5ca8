import type { ReactNode } from 'react';
import { currentUser } from '@/server/api/page-session';

export default async function ProjectsLayout({ children }: { readonly children: ReactNode }) {
  await currentUser();
  return children;
}
