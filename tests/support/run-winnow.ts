import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The file of the command. */
export const WINNOW = fileURLToPath(new URL('../../server/cli/winnow.mjs', import.meta.url));

interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command as a user runs it: another process, another folder. */
export function runWinnow(folder: string, ...argv: string[]): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [WINNOW, ...argv], { cwd: folder });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', reject).on('close', (status) => resolve({ status, stdout, stderr }));
  });
}
