'use client';

import { useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleStop, Ellipsis, Pause, RotateCw } from 'lucide-react';
import type { RoundView } from '@/lib/contracts/round';
import { useTRPC } from '../api/client';
import { Button } from '../ui/button';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { ErrorNote } from '../ui/error-note';
import { formatQuantity } from '../ui/format';
import { Menu, MenuItem } from '../ui/menu';

interface RoundMenuProps {
  readonly projectId: string;
  readonly round: RoundView;
}

const STEERED: readonly RoundView['step'][] = ['labeling', 'paused', 'ready', 'failed'];

/** What a lead can do with a round that people still work on, beside its next step. */
export function RoundMenu({ projectId, round }: RoundMenuProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [abandoning, setAbandoning] = useState(false);
  const onSuccess = () => queryClient.invalidateQueries();
  const pause = useMutation(trpc.rounds.pause.mutationOptions({ onSuccess }));
  const retrain = useMutation(trpc.rounds.retrain.mutationOptions({ onSuccess }));
  const abandon = useMutation(
    trpc.rounds.abandon.mutationOptions({
      onSuccess: () => {
        setAbandoning(false);
        return onSuccess();
      },
    }),
  );
  if (!STEERED.includes(round.step)) return null;
  const input = { projectId, roundId: round.id };
  const { labeled, open } = round.batch;
  const error = pause.error ?? retrain.error;
  return (
    <>
      <Menu
        trigger={
          <Button
            icon={<Ellipsis aria-hidden />}
            aria-label={`More for round ${round.number}`}
            pending={pause.isPending || retrain.isPending}
          />
        }
      >
        {round.step === 'labeling' && (
          <MenuItem icon={<Pause aria-hidden />} onSelect={() => pause.mutate(input)}>
            Pause round {round.number}
          </MenuItem>
        )}
        {open > 0 && labeled > 0 && (
          <MenuItem icon={<RotateCw aria-hidden />} onSelect={() => retrain.mutate(input)}>
            Retrain with the {formatQuantity(labeled, 'label')} so far
          </MenuItem>
        )}
        <MenuItem icon={<CircleStop aria-hidden />} danger onSelect={() => setAbandoning(true)}>
          Abandon round {round.number} …
        </MenuItem>
      </Menu>
      {error ? <ErrorNote error={error} /> : null}
      <ConfirmDialog
        open={abandoning}
        onClose={() => setAbandoning(false)}
        title={`Abandon round ${round.number}?`}
        description={
          <>
            Its {formatQuantity(labeled, 'label')} stay and train later models. The{' '}
            {formatQuantity(open, 'open example')} go back to the pool, and the round gets no point on the
            curve. This cannot be taken back.
          </>
        }
        confirmLabel={`Abandon round ${round.number}`}
        danger
        pending={abandon.isPending}
        error={abandon.error}
        onConfirm={() => abandon.mutate(input)}
      />
    </>
  );
}
