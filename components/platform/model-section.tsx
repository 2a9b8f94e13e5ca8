'use client';

import { useState } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import type { PlatformConnectionView } from '@/lib/contracts/platform';
import { SecretOnce } from '../access/secret-once';
import { useTRPC } from '../api/client';
import { useMay } from '../projects/use-may';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { ErrorNote } from '../ui/error-note';
import { Input } from '../ui/input';
import { Section } from '../ui/section';
import { Skeleton } from '../ui/skeleton';

interface ModelSectionProps {
  readonly projectId: string;
  readonly connection: PlatformConnectionView;
}

/** Winnow as a model of the platform's: the address and the password to enter there. */
export function ModelSection({ projectId, connection }: ModelSectionProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const isOwner = useMay(projectId, 'owner');
  const { data, error } = useQuery(trpc.platforms.listening.queryOptions({ projectId }));
  const [shown, setShown] = useState(false);
  const refresh = { onSuccess: () => queryClient.invalidateQueries(trpc.platforms.listening.queryFilter()) };
  const create = useMutation(
    trpc.platforms.createModelPassword.mutationOptions({
      onSuccess() {
        setShown(true);
        return refresh.onSuccess();
      },
    }),
  );
  const remove = useMutation(trpc.platforms.removeModelPassword.mutationOptions(refresh));
  const { title, modelHint } = connection.platform;
  const failure = create.error ?? remove.error;
  return (
    <Section
      title={`Model for ${title}`}
      description={`${title} can ask Winnow what the current model thinks of any task. ${modelHint} The order of pushed batches does not need it.`}
    >
      {error && !data ? <ErrorNote error={error} /> : null}
      {!data && !error && <Skeleton className="h-16" />}
      {data && (
        <div className="flex flex-col gap-4">
          <Input
            label="Address"
            value={data.modelUrl}
            readOnly
            spellCheck={false}
            onFocus={(event) => event.currentTarget.select()}
          />
          {failure ? <ErrorNote error={failure} /> : null}
          {isOwner ? (
            <div className="flex flex-wrap gap-2">
              <Button
                icon={<KeyRound aria-hidden />}
                pending={create.isPending}
                onClick={() => create.mutate({ projectId })}
              >
                {data.modelHasPassword ? 'Make a new password' : 'Make a password'}
              </Button>
              {data.modelHasPassword && (
                <Button
                  variant="quiet"
                  pending={remove.isPending}
                  onClick={() => remove.mutate({ projectId })}
                >
                  Take the password away
                </Button>
              )}
            </div>
          ) : (
            <p className="text-ink-soft">Only owners of this project can make its password.</p>
          )}
        </div>
      )}
      {shown && create.data && (
        <Dialog open onClose={() => setShown(false)} title={`Password for ${title}`}>
          <SecretOnce label="Password" secret={create.data.password} onClose={() => setShown(false)}>
            The user is “{create.data.user}”. A password made before works no more.
          </SecretOnce>
        </Dialog>
      )}
    </Section>
  );
}
