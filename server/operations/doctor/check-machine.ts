import { access, constants, stat, statfs } from 'node:fs/promises';
import { AppError, toAppError } from '@/lib/errors';
import type { Container } from '../../container';
import type { Environment } from '../../env';
import { claimPort } from '../../free-port';
import { findingsOf } from './finding';
import type { Finding } from './finding';

const OLDEST_NODE = [20, 19] as const;
const GIB = 2 ** 30;
const LITTLE_ROOM = 5 * GIB;
const NO_ROOM = GIB;
const ANSWER_LIMIT_MS = 3000;

export function checkNode(version = process.versions.node): Finding {
  const { ok, problem } = findingsOf('node');
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldest, least] = OLDEST_NODE;
  if (major > oldest || (major === oldest && minor >= least)) return ok(`Node ${version}`);
  return problem(`Node ${version} is too old`, `Install Node ${OLDEST_NODE.join('.')} or newer.`);
}

export async function checkDataFolder({ dataFolder }: Environment): Promise<Finding[]> {
  const { ok, warning, problem } = findingsOf('data folder');
  const information = await stat(dataFolder).catch(() => null);
  if (!information)
    return [
      warning(
        `${dataFolder} does not exist yet`,
        'The first start makes it; look at WINNOW_DATA if there was one.',
      ),
    ];
  try {
    await access(dataFolder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    return [problem(`${dataFolder} cannot be written`, 'Give it to the account that Winnow runs as.')];
  }
  const readable = (information.mode & 0o044) !== 0 && process.platform !== 'win32';
  return [
    readable
      ? warning(`${dataFolder} can be listed by other accounts of this machine`, `chmod go-r ${dataFolder}`)
      : ok(dataFolder),
    await checkRoom(dataFolder),
  ];
}

async function checkRoom(folder: string): Promise<Finding> {
  const { ok, warning, problem } = findingsOf('disk');
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const message = `${(free / GIB).toFixed(1)} GiB free for ${folder}`;
  const remedy = `Make room on that disk; \`winnow sweep --dry-run\` says what Winnow itself could let go.`;
  if (free < NO_ROOM) return problem(message, remedy);
  return free < LITTLE_ROOM ? warning(message, remedy) : ok(message);
}

export async function checkSecretFiles(env: Environment): Promise<Finding[]> {
  const { ok, warning } = findingsOf('secrets');
  const files = [
    { name: 'secret', setting: 'WINNOW_SECRET', given: env.secret },
    { name: 'secret-key', setting: 'WINNOW_SECRET_KEY', given: env.secretKey },
  ];
  return Promise.all(
    files.map(async ({ name, setting, given }) => {
      if (given !== null) return ok(`${setting} is set`);
      if (env.blobs.kind === 's3')
        return ok(`${setting} is not set; all hosts share installation/${name} of the bucket`);
      const information = await stat(`${env.dataFolder}/${name}`).catch(() => null);
      if (!information) return ok(`${setting} is not set; the file ${name} is made when it is first needed`);
      if ((information.mode & 0o077) !== 0 && process.platform !== 'win32')
        return warning(
          `the file ${name} can be read by other accounts`,
          `chmod 600 ${env.dataFolder}/${name}`,
        );
      return ok(`the file ${name} holds what ${setting} would`);
    }),
  );
}

/** Winnow answers there, or nothing does. */
export async function checkPort(env: Environment): Promise<Finding> {
  const { ok, warning, problem } = findingsOf('port');
  const place = `${env.host}:${env.port}`;
  const host = env.host === '0.0.0.0' || env.host === '::' ? 'localhost' : env.host;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${env.port}/api/ready`;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_LIMIT_MS) });
    const answer = (await response.json()) as { ready?: unknown; failing?: unknown };
    if (answer.ready === true) return ok(`Winnow answers at ${place}`);
    if (answer.ready === false)
      return problem(
        `Winnow at ${place} is not ready: ${String(answer.failing)}`,
        'The other lines say why.',
      );
  } catch {
    // Nobody, or somebody else: whether the port is free says which.
  }
  try {
    await claimPort(env.host, env.port);
    return ok(`${place} is free; no web server runs here`);
  } catch (error) {
    const { message, remedy } = toAppError(error);
    return warning(message, remedy);
  }
}

/** Two rows of one feature, two classes, parameters 0: whatever the engine, the loss of a coin is ln 2. */
export async function checkEngine(container: Pick<Container, 'loadedEngine'>): Promise<Finding> {
  const { ok, problem } = findingsOf('engine');
  try {
    const { engine } = await container.loadedEngine();
    const features = { data: Float32Array.of(1, -1), rows: 2, columns: 1 };
    const labels = Int32Array.of(0, 1);
    const objective = await engine.softmaxObjective({ features, labels, weights: null, classes: 2 });
    const { loss } = await objective.evaluate(new Float64Array(objective.parameterCount));
    objective.dispose();
    const { title, device, threads } = engine.info;
    await engine.dispose();
    if (Math.abs(loss - Math.LN2) > 1e-5)
      throw new AppError('unavailable', `${title} computes ${loss} where ln 2 is right.`);
    return ok(`${title} on the ${device}, ${threads} threads, computes what it should`);
  } catch (error) {
    const { message, remedy } = toAppError(error);
    return problem(
      message,
      remedy || 'Set WINNOW_ENGINE to another engine, or install the packages again (`npm ci`).',
    );
  }
}
