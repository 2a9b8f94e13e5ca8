import type { ReactNode } from 'react';
import { currentUser } from '@/server/api/page-session';

export default async function LaboratoryLayout({ children }: { readonly children: ReactNode }) {
  await currentUser();
  return children;
}
