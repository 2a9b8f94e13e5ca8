'use client';

import type { ReactNode } from 'react';
import type { Access } from '@/lib/contracts/access';
import { useMay } from './use-may';

interface OnlyForProps {
  readonly projectId: string;
  readonly access: Access;
  readonly children: ReactNode;
  /** What everybody else sees in its place. */
  readonly otherwise?: ReactNode;
}

/** What only some roles may do is shown to them only; the server asks again. */
export function OnlyFor({ projectId, access, children, otherwise = null }: OnlyForProps) {
  return useMay(projectId, access) ? children : otherwise;
}
