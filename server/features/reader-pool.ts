import type { Environment } from '../env';
import type { ContentReading, RowReader } from './content-extractor';

/** A reader may hold a model of some hundred megabytes; parts come one soon after the other, or not any more. */
const IDLE_MS = 30_000;

interface IdleReader {
  readonly name: string;
  readonly reader: RowReader;
  readonly timer: NodeJS.Timeout;
}

let idle: IdleReader | null = null;

/** Opens a reader, or takes the one that the part before it left. Nobody else has it until the work is done. */
export async function withReader<Configuration, Result>(
  { name, contents }: { readonly name: string; readonly contents: ContentReading<Configuration> },
  configuration: Configuration,
  env: Environment,
  work: (reader: RowReader) => Promise<Result>,
): Promise<Result> {
  const key = JSON.stringify([name, configuration]);
  const reader = takeIdle(key) ?? (await contents.open(configuration, env));
  let result: Result;
  try {
    result = await work(reader);
  } catch (error) {
    await reader.close();
    throw error;
  }
  await leave(key, reader);
  return result;
}

/** Closes the reader that waits for another part, if one does. */
export async function closeIdleReader(): Promise<void> {
  if (idle) await takeIdle(idle.name)?.close();
}

function takeIdle(name: string): RowReader | null {
  if (idle?.name !== name) return null;
  const { reader, timer } = idle;
  clearTimeout(timer);
  idle = null;
  return reader;
}

/** The newest one is kept. */
async function leave(name: string, reader: RowReader): Promise<void> {
  const former = idle;
  const timer = setTimeout(() => void takeIdle(name)?.close(), IDLE_MS).unref();
  idle = { name, reader, timer };
  if (!former) return;
  clearTimeout(former.timer);
  await former.reader.close();
}
