import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { HOST_PREFIX, hasEnded, newWorkerName } from '@/server/jobs/worker-name';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const NEW_SPACE = ['--user', '--map-root-user', '--pid', '--fork', '--mount-proc'];
const spaces = spawnSync('unshare', [...NEW_SPACE, 'true']).status === 0;

/** The prefix that a process finds which counts its process ids from 1, as in a container that shares the host's name. */
function prefixInContainer(): string {
  const node = [process.execPath, '--import', 'tsx', '--input-type=module', '--eval'];
  const script = `import { HOST_PREFIX } from '@/server/jobs/worker-name'; console.log(HOST_PREFIX)`;
  const { stdout } = spawnSync('unshare', [...NEW_SPACE, ...node, script], { cwd: ROOT, encoding: 'utf8' });
  return stdout.trim();
}

it('knows its own processes as alive and others of its process space by their ids', () => {
  const [host] = HOST_PREFIX.split(':');
  expect(hasEnded(newWorkerName())).toBe(false);
  expect(hasEnded(`${host}:${process.ppid}:00000000`)).toBe(false);
  // The largest id that a kernel gives is below 2^22.
  expect(hasEnded(`${host}:${2 ** 22 + 1}:00000000`)).toBe(true);
});

it.skipIf(!spaces)('does not take workers of another container with its name for its own dead', () => {
  const prefix = prefixInContainer();
  expect(prefix).toMatch(/:$/);
  expect(prefix).not.toBe(HOST_PREFIX);
});
