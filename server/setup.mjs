// Prepares a checkout: Node version, Prisma client, and (with --build) the web app. Plain JavaScript without
// dependencies, because it runs before anything else does. Says nothing and takes no time when nothing changed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = [20, 19];
const ROOT = fileURLToPath(new URL('..', import.meta.url));

const CLIENT_INPUTS = ['prisma/schema.prisma', 'node_modules/prisma/package.json'];
const CLIENT_STAMP = 'server/db/generated/.inputs';

const BUILD_INPUTS = [
  'app',
  'components',
  'lib',
  'public',
  'server',
  'prisma/schema.prisma',
  'proxy.ts',
  'next.config.ts',
  'postcss.config.mjs',
  'tsconfig.json',
  'package-lock.json',
];
const NOT_BUILD_INPUTS = ['server/db/generated', 'server/cli', 'server/setup.mjs'];
const BUILD_STAMP = '.next/winnow.inputs';
const BUILD_RESULT = '.next/BUILD_ID';

function stop(message) {
  process.stderr.write(`winnow: ${message}\n`);
  process.exit(1);
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  stop(
    `this is Node ${process.versions.node}; Winnow needs ${OLDEST_NODE.join('.')} or newer (https://nodejs.org).`,
  );
}

function filesBelow(path) {
  if (NOT_BUILD_INPUTS.includes(path) || !existsSync(join(ROOT, path))) return [];
  if (!statSync(join(ROOT, path)).isDirectory()) return [path];
  return readdirSync(join(ROOT, path))
    .sort()
    .flatMap((name) => filesBelow(`${path}/${name}`));
}

function hashOf(inputs) {
  const hash = createHash('sha256').update(process.version);
  for (const path of inputs.flatMap(filesBelow)) {
    hash.update(`\0${path}\0`).update(readFileSync(join(ROOT, path)));
  }
  return hash.digest('hex');
}

function isCurrent(stamp, hash) {
  const path = join(ROOT, stamp);
  return existsSync(path) && readFileSync(path, 'utf8') === hash;
}

function writeStamp(stamp, hash) {
  mkdirSync(dirname(join(ROOT, stamp)), { recursive: true });
  writeFileSync(join(ROOT, stamp), hash);
}

/** Runs a program of node_modules; what it prints is shown only when it fails. */
function run(program, args, variables) {
  const result = spawnSync(process.execPath, [join(ROOT, 'node_modules', program), ...args], {
    cwd: ROOT,
    env: { ...process.env, ...variables },
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
  });
  if (result.status === 0) return;
  process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}\n`);
  stop(`${program.split('/')[0]} ${args[0]} failed (${result.error?.message ?? `exit ${result.status}`}).`);
}

function generateClient() {
  const hash = hashOf(CLIENT_INPUTS);
  if (isCurrent(CLIENT_STAMP, hash)) return;
  process.stderr.write('winnow: generating the database client …\n');
  run('prisma/build/index.js', ['generate'], {
    // The client needs no native engine; naming any existing file keeps Prisma from downloading one.
    PRISMA_SCHEMA_ENGINE_BINARY: join(ROOT, 'package.json'),
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  });
  writeStamp(CLIENT_STAMP, hash);
}

function build() {
  const hash = hashOf(BUILD_INPUTS);
  if (isCurrent(BUILD_STAMP, hash) && existsSync(join(ROOT, BUILD_RESULT))) return;
  process.stderr.write('winnow: building the app (only when something changed) …\n');
  run('next/dist/bin/next', ['build'], { NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' });
  writeStamp(BUILD_STAMP, hash);
}

checkNode();
if (!existsSync(join(ROOT, 'node_modules/next/package.json')))
  stop('the packages are missing: run `npm ci` first.');
generateClient();
if (process.argv.includes('--build')) build();
