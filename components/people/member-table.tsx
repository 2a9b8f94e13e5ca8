'use client';

import { useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link2, UserMinus } from 'lucide-react';
import { ROLE_INFO, type MemberView } from '@/lib/contracts/member';
import { ROLES, type Role } from '@/lib/contracts/project';
import { useTRPC } from '../api/client';
import { ActionsMenu } from '../ui/actions-menu';
import { Badge } from '../ui/badge';
import { DataTable, type Column } from '../ui/data-table';
import { ErrorNote } from '../ui/error-note';
import { formatMoment } from '../ui/format';
import { MenuItem } from '../ui/menu';
import { Select } from '../ui/select';
import { MemberLinkDialog } from './member-link-dialog';
import { RemoveMemberDialog } from './remove-member-dialog';

interface MemberTableProps {
  readonly projectId: string;
  readonly members: readonly MemberView[];
  readonly isOwner: boolean;
}

export function MemberTable({ projectId, members, isOwner }: MemberTableProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [linked, setLinked] = useState<MemberView | null>(null);
  const [removed, setRemoved] = useState<MemberView | null>(null);
  const changeRole = useMutation(
    trpc.members.changeRole.mutationOptions({
      // One's own role decides what every page shows.
      onSettled: () => queryClient.invalidateQueries(),
    }),
  );
  const columns: readonly Column<MemberView>[] = [
    { id: 'name', header: 'Name', sortBy: ({ name }) => name, cell: (member) => <Person member={member} /> },
    {
      id: 'role',
      header: 'Role',
      sortBy: ({ role }) => ROLES.indexOf(role),
      cell: (member) =>
        isOwner ? (
          <RoleSelect
            member={member}
            disabled={changeRole.isPending}
            onChoose={(role) => changeRole.mutate({ projectId, userId: member.userId, role })}
          />
        ) : (
          ROLE_INFO[member.role].title
        ),
    },
    {
      id: 'added',
      header: 'Added',
      hideBelow: 'lg',
      sortBy: ({ addedAt }) => addedAt,
      cell: ({ addedAt }) => <span className="whitespace-nowrap">{formatMoment(addedAt)}</span>,
    },
    {
      id: 'seen',
      header: 'Last seen',
      hideBelow: 'md',
      sortBy: ({ lastSeenAt }) => lastSeenAt,
      cell: ({ lastSeenAt }) => (
        <span className="whitespace-nowrap">{lastSeenAt ? formatMoment(lastSeenAt) : 'never'}</span>
      ),
    },
  ];
  const actions: Column<MemberView> = {
    id: 'actions',
    header: 'Actions',
    hideHeader: true,
    align: 'end',
    cell: (member) => (
      <ActionsMenu of={member.name}>
        {!member.isYou && (
          <MenuItem
            icon={<Link2 aria-hidden />}
            disabled={!member.mayLink}
            onSelect={() => setLinked(member)}
          >
            Link to choose a password
          </MenuItem>
        )}
        <MenuItem icon={<UserMinus aria-hidden />} danger onSelect={() => setRemoved(member)}>
          {member.isYou ? 'Leave the project' : 'Remove'}
        </MenuItem>
      </ActionsMenu>
    ),
  };
  return (
    <div className="flex flex-col gap-3">
      {changeRole.error ? <ErrorNote error={changeRole.error} /> : null}
      <DataTable
        name="members"
        caption="People"
        columns={isOwner ? [...columns, actions] : columns}
        rows={members}
        rowKey={({ userId }) => userId}
        filterText={({ name, email }) => `${name} ${email}`}
      />
      {linked && <MemberLinkDialog projectId={projectId} member={linked} onClose={() => setLinked(null)} />}
      {removed && (
        <RemoveMemberDialog projectId={projectId} member={removed} onClose={() => setRemoved(null)} />
      )}
    </div>
  );
}

function Person({ member }: { readonly member: MemberView }) {
  return (
    <div className="min-w-36">
      <p className="font-medium break-words">
        {member.name} {member.isYou && <Badge>You</Badge>}
      </p>
      <p className="text-sm break-all text-ink-soft">{member.email}</p>
      {!member.hasPassword && !member.lastSeenAt && (
        <p className="text-sm text-ink-soft">Has not opened the link yet</p>
      )}
    </div>
  );
}

interface RoleSelectProps {
  readonly member: MemberView;
  readonly disabled: boolean;
  readonly onChoose: (role: Role) => void;
}

function RoleSelect({ member, disabled, onChoose }: RoleSelectProps) {
  return (
    <Select
      label={`Role of ${member.name}`}
      hideLabel
      value={member.role}
      disabled={disabled}
      onValueChange={onChoose}
      className="w-36"
      options={ROLES.map((value) => ({
        value,
        label: ROLE_INFO[value].title,
        detail: ROLE_INFO[value].description,
      }))}
    />
  );
}
