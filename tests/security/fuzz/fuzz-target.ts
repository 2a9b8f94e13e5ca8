import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url));
const HEAP_MEGABYTES = 512;
/** No case is told of for so long: it hangs. */
const SILENT_MS = 60_000;

export interface FuzzFailure {
  readonly at: number;
  readonly what: string;
  readonly bytes: Buffer;
}

export interface FuzzResult {
  readonly target: string;
  readonly cases: number;
  readonly read: number;
  readonly refused: number;
  readonly failures: readonly FuzzFailure[];
}

interface Told {
  readonly at?: number;
  readonly bytes?: string;
  readonly failed?: string;
  readonly done?: { readonly read: number; readonly refused: number };
}

/** In a process of its own, with a heap of its own, which is ended where a case hangs, and begun again after it. */
export async function fuzzTarget(target: string, cases: number, seed: number): Promise<FuzzResult> {
  const failures: FuzzFailure[] = [];
  let read = 0;
  let refused = 0;
  for (let from = 0; from < cases && failures.length < 20;) {
    const told = await runChild({ target, seed, from, cases: cases - from }, failures);
    read += told.read;
    refused += told.refused;
    from = told.next;
  }
  return { target, cases, read, refused, failures };
}

async function runChild(
  task: { target: string; seed: number; from: number; cases: number },
  failures: FuzzFailure[],
): Promise<{ read: number; refused: number; next: number }> {
  const child = fork(CHILD, [], {
    execArgv: ['--import', 'tsx', `--max-old-space-size=${HEAP_MEGABYTES}`],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  let last = { at: task.from, bytes: '' };
  let done: Told['done'] | null = null;
  let silence = setTimeout(() => child.kill('SIGKILL'), SILENT_MS);
  child.on('message', ({ at = last.at, bytes = last.bytes, failed, done: ended }: Told) => {
    clearTimeout(silence);
    silence = setTimeout(() => child.kill('SIGKILL'), SILENT_MS);
    last = { at, bytes };
    if (failed) failures.push({ at, what: failed, bytes: Buffer.from(bytes, 'base64') });
    if (ended) done = ended;
  });
  child.send(task);
  // What it said last may come after its end.
  const [[code, signal]] = (await Promise.all([once(child, 'exit'), once(child, 'disconnect')])) as [
    [number | null, string | null],
    unknown,
  ];
  clearTimeout(silence);
  const counts = done as Told['done'] | null;
  if (!counts) {
    const what = `the process ended (${signal ?? code})`;
    failures.push({ at: last.at, what, bytes: Buffer.from(last.bytes, 'base64') });
  }
  return { read: counts?.read ?? 0, refused: counts?.refused ?? 0, next: last.at + 1 };
}
