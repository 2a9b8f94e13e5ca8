'use client';

import { roleAllows, type Access } from '@/lib/contracts/access';
import { useProject } from './use-project';

/**
 * Whether the one who looks may do what asks for `access` here; while nobody knows yet, not. Buttons that change something
 * are shown by it, and the server asks again.
 */
export function useMay(projectId: string, access: Access): boolean {
  const { data: project } = useProject(projectId);
  return project !== undefined && roleAllows(project.role, access);
}
