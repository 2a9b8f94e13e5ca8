'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { LogOut, UserRound } from 'lucide-react';
import { useTRPC } from '../api/client';
import { Button } from '../ui/button';
import { Menu, MenuItem, MenuLink, MenuText } from '../ui/menu';

async function signOut(): Promise<void> {
  const response = await fetch('/api/auth/sign-out', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  if (!response.ok) throw new Error('Signing out did not work.');
  window.location.assign('/sign-in');
}

export function UserMenu() {
  const trpc = useTRPC();
  const { data: user } = useQuery(trpc.session.me.queryOptions(undefined, { staleTime: Infinity }));
  const { data: account } = useQuery(trpc.account.get.queryOptions(undefined, { staleTime: 60_000 }));
  const leave = useMutation({ mutationFn: signOut });
  return (
    <Menu
      trigger={
        <Button
          variant="quiet"
          size="small"
          aria-label="Account"
          icon={<UserRound aria-hidden />}
          className="px-2"
        />
      }
    >
      <MenuText>
        <span className="block font-medium break-words text-ink">{user?.name ?? 'Signed in'}</span>
        <span className="block break-all">{user?.email}</span>
      </MenuText>
      <MenuLink href="/account">Account</MenuLink>
      {account?.runsWinnow && <MenuLink href="/fleet">Workers</MenuLink>}
      <MenuItem icon={<LogOut aria-hidden />} disabled={leave.isPending} onSelect={() => leave.mutate()}>
        Sign out
      </MenuItem>
    </Menu>
  );
}
