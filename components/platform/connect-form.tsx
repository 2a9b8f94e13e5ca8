'use client';

import { useState, type FormEvent } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { PlugZap } from 'lucide-react';
import type { PlatformCheck, PlatformInfo } from '@/lib/contracts/platform';
import type { Modality } from '@/lib/contracts/project';
import { useTRPC } from '../api/client';
import { Button } from '../ui/button';
import { Checkbox } from '../ui/checkbox';
import { ErrorNote } from '../ui/error-note';
import { formatQuantity } from '../ui/format';
import { Input } from '../ui/input';
import { Select } from '../ui/select';
import { experimentalNote } from './experimental';

interface ConnectFormProps {
  readonly projectId: string;
  readonly modality: Modality;
  readonly platforms: readonly PlatformInfo[];
}

/** Two steps: is it there and does it know us, then which of its projects. */
export function ConnectForm({ projectId, modality, platforms }: ConnectFormProps) {
  const trpc = useTRPC();
  const [platform, setPlatform] = useState(platforms[0]?.name ?? '');
  const [baseUrl, setBaseUrl] = useState('');
  const [token, setToken] = useState('');
  const [allowPrivate, setAllowPrivate] = useState(false);
  const check = useMutation(trpc.platforms.check.mutationOptions());
  const info = platforms.find(({ name }) => name === platform);
  const address = { projectId, platform, baseUrl: baseUrl.trim(), token, allowPrivate };

  /** A verdict is about what was entered then. */
  function changed<Value>(set: (value: Value) => void): (value: Value) => void {
    return (value) => {
      set(value);
      check.reset();
    };
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    check.mutate(address);
  }

  return (
    <div className="flex flex-col gap-5">
      <form onSubmit={submit} className="flex flex-col gap-4">
        {platforms.length > 1 && (
          <Select
            label="Platform"
            value={platform}
            onValueChange={changed(setPlatform)}
            options={platforms.map(({ name, title, description, experimental }) => ({
              value: name,
              label: experimental === null ? title : `${title} (experimental)`,
              detail: description,
            }))}
            hint={experimentalNote(info)}
          />
        )}
        <Input
          label={`Address of ${info?.title ?? 'the platform'}`}
          type="url"
          required
          placeholder={info?.addressExample}
          value={baseUrl}
          onValueChange={changed(setBaseUrl)}
          hint="As it stands in the browser, without the path of a project"
        />
        <Input
          label="Token"
          type="password"
          required
          autoComplete="off"
          spellCheck={false}
          value={token}
          onValueChange={changed(setToken)}
          hint={`${info?.tokenHint ?? ''} It is stored encrypted and never shown again.`}
        />
        <Checkbox
          label="It runs on this machine or in this network"
          hint="Without this, Winnow calls public addresses only."
          checked={allowPrivate}
          onCheckedChange={changed(setAllowPrivate)}
        />
        {check.error ? <ErrorNote error={check.error} /> : null}
        <div>
          <Button
            type="submit"
            variant={check.data ? 'secondary' : 'primary'}
            icon={<PlugZap aria-hidden />}
            disabled={address.baseUrl === '' || token === ''}
            pending={check.isPending}
          >
            Test the connection
          </Button>
        </div>
      </form>
      {check.data && <ChooseProject address={address} modality={modality} found={check.data} />}
    </div>
  );
}

interface ChooseProjectProps {
  readonly address: {
    projectId: string;
    platform: string;
    baseUrl: string;
    token: string;
    allowPrivate: boolean;
  };
  readonly modality: Modality;
  readonly found: PlatformCheck;
}

function ChooseProject({ address, modality, found }: ChooseProjectProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [chosen, setChosen] = useState<string | null>(found.projects[0]?.id ?? null);
  const connect = useMutation(
    trpc.platforms.connect.mutationOptions({ onSuccess: () => queryClient.invalidateQueries() }),
  );
  return (
    <div className="flex flex-col gap-4 border-t border-line pt-4">
      <p role="status">
        It works: version {found.version}, signed in as <strong>{found.user}</strong>.
      </p>
      {found.projects.length === 0 ? (
        <p className="text-ink-soft">This account sees no project. Make one there, then test again.</p>
      ) : (
        <>
          <Select
            label="Project there"
            value={chosen}
            onValueChange={setChosen}
            options={found.projects.map(({ id, title, tasks, annotatedTasks }) => ({
              value: id,
              label: title,
              detail: `${formatQuantity(tasks, 'task')}, ${annotatedTasks.toLocaleString('en-US')} annotated`,
            }))}
            hint={`It must label data of the kind “${modality}”, one class a task.`}
          />
          {connect.error ? <ErrorNote error={connect.error} /> : null}
          <div>
            <Button
              variant="primary"
              disabled={chosen === null}
              pending={connect.isPending || connect.isSuccess}
              onClick={() => chosen && connect.mutate({ ...address, externalProject: chosen })}
            >
              Connect
            </Button>
          </div>
        </>
      )}
    </div>
  );
}
