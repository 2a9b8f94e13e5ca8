import { ROLE_INFO } from '@/lib/contracts/member';
import type { Role } from '@/lib/contracts/project';
import { ButtonLink } from '../ui/button';
import { Page, PageHeader } from '../ui/page-header';
import { stagePath } from './stages';

/** For whoever follows a link to a page that is not theirs. */
export function NotForRole({ projectId, role }: { readonly projectId: string; readonly role: Role }) {
  return (
    <Page>
      <PageHeader
        title="This page is not part of your role"
        description={`In this project you are ${role === 'annotator' || role === 'owner' ? 'an' : 'a'} ${ROLE_INFO[role].title.toLowerCase()}. If you need to see it, ask an owner of the project.`}
      />
      <div className="flex flex-wrap gap-2">
        <ButtonLink href={stagePath(projectId, 'labeling')} variant="primary">
          Go to labeling
        </ButtonLink>
        <ButtonLink href="/projects">All projects</ButtonLink>
      </div>
    </Page>
  );
}
