import { setTimeout as sleep } from 'node:timers/promises';
import { FaultyProxy } from '../../support/s3/faulty-proxy';
import type { ProxyFault } from '../../support/s3/faulty-proxy';
import { S3Server } from '../../support/s3/s3-server';
import { findVersitygw, HOW_TO_INSTALL } from '../../support/s3/versitygw';
import type { LoadedWinnow } from '../load/loaded-winnow';
import type { Scenario, ScenarioRun } from '../scenario';
import type { Strike, World } from './strike';
import { strikeAndLook, untilNothingWaitsForRoom } from './strike';
import { underLoad } from './under-load';

const PREFIX = 'faults';
const TROUBLE_MS = { short: 5000, long: 15_000 };
/** Beyond what a request is tried again: jobs have to wait for it. */
const AWAY_MS = { short: 20_000, long: 60_000 };
const CUT_AFTER_BYTES = 64;

/** What one in three requests meets. */
const TROUBLES: Readonly<Record<string, ProxyFault>> = {
  'one in three requests answered 500': { status: 500 },
  'one in three requests answered 503': { status: 503 },
  'one in three answers cut': { cutAfter: CUT_AFTER_BYTES },
  'one in three connections reset': 'reset',
  'one in three answers lost, though done': 'lose-answer',
};
const SILENT: ProxyFault[] = ['hang', { stallAfter: CUT_AFTER_BYTES }];

/** Blobs on a real S3 server behind a proxy that does to requests what networks and servers do. */
export const s3: Scenario = {
  name: 's3',
  title: 'the S3 server fails, falls silent, cuts what it says and dies, under load',
  needs: () => Promise.resolve(findVersitygw() === null ? HOW_TO_INSTALL : null),
  async run(run) {
    const server = await S3Server.start();
    const proxy = await new FaultyProxy(server.endpoint).start();
    const settings = {
      ...{ workers: 1, variables: server.settings(PREFIX, proxy.endpoint) },
      blobFolder: server.fileOf(PREFIX, ''),
    };
    try {
      await underLoad(run, {
        settings: () => settings,
        strike: (loaded, world) => troubleAfterTrouble(run, loaded, world, { server, proxy }),
      });
    } finally {
      await proxy.stop();
      await server.stop();
    }
  },
};

interface Store {
  readonly server: S3Server;
  readonly proxy: FaultyProxy;
}

async function troubleAfterTrouble(
  run: ScenarioRun,
  loaded: LoadedWinnow,
  world: World,
  { server, proxy }: Store,
): Promise<void> {
  const random = run.random('troubles');
  const form = run.short ? 'short' : 'long';
  const oneInThree = (faults: readonly ProxyFault[]) => () =>
    random.uniform() < 1 / 3 ? (faults[random.integer(faults.length)] ?? null) : null;
  for (const [how, fault] of random.shuffle(Object.entries(TROUBLES))) {
    const trouble = troubled(world, proxy, { how, fault: oneInThree([fault]), forMs: TROUBLE_MS[form] });
    await strikeAndLook(run, loaded, trouble);
  }
  const silent = {
    how: 'one in three requests never answered, or not to the end',
    fault: oneInThree(SILENT),
  };
  await strikeAndLook(run, loaded, troubled(world, proxy, { ...silent, forMs: TROUBLE_MS[form] }));
  await strikeAndLook(run, loaded, killed(world, server, AWAY_MS[form]));
}

function troubled(
  { view }: World,
  proxy: FaultyProxy,
  trouble: { how: string; fault: FaultyProxy['fault']; forMs: number },
): Strike {
  const { how, fault, forMs } = trouble;
  return {
    ...{ victim: 'the S3 server', how },
    strike() {
      proxy.fault = fault;
      return Promise.resolve(true);
    },
    async untilBack() {
      await sleep(forMs);
      proxy.fault = () => null;
      await untilNothingWaitsForRoom(view);
    },
  };
}

function killed({ view }: World, server: S3Server, forMs: number): Strike {
  return {
    ...{ victim: 'the S3 server', how: `SIGKILL, away for ${forMs / 1000} s` },
    async strike() {
      await server.kill();
      return true;
    },
    async untilBack() {
      await sleep(forMs);
      await server.restart();
      await untilNothingWaitsForRoom(view);
    },
  };
}
