import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs a program of the machine. @throws with what it said */
export async function command(program: string, ...args: string[]): Promise<void> {
  await run(program, args);
}

/** The first line of why something cannot be done here; null where it can. */
export async function whyNot(attempt: () => Promise<void>): Promise<string | null> {
  try {
    await attempt();
    return null;
  } catch (error) {
    const said = (error as { stderr?: string }).stderr?.trim() || (error as Error).message;
    return said.split('\n')[0] ?? said;
  }
}
