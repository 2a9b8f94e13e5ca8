// What Winnow is built on: versions are exact, the lock file says what each package's bytes are, licences are known ones,
// and, where the registry tells of them, no known vulnerability is high. Plain JavaScript: it runs before all else does.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import process from 'node:process';

const LICENCES = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'CC-BY-4.0',
  'EPL-2.0',
  'ISC',
  // sharp's libvips, linked dynamically
  'LGPL-3.0-or-later',
  'MIT',
  'MPL-2.0',
  'PSF-2.0',
  'Unlicense',
  'Zlib',
];
/** Packages whose own file says what their package.json does not; each was read. */
const READ_BY_HAND = JSON.parse(readFileSync(new URL('./licences.json', import.meta.url), 'utf8'));

const read = (path) => JSON.parse(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8'));
const manifest = read('package.json');
const { packages } = read('package-lock.json');
const problems = [];

for (const section of ['dependencies', 'devDependencies', 'optionalDependencies']) {
  for (const [name, version] of Object.entries(manifest[section] ?? {})) {
    if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) problems.push(`${name}: ${version} is no exact version`);
  }
}

for (const [path, entry] of Object.entries(packages)) {
  if (path === '' || entry.link) continue;
  const name = path.split('node_modules/').at(-1);
  // Of other systems' builds, which no `npm ci` here can install, this lock file never saw the bytes.
  const isOfOtherSystem = entry.optional && entry.os && !entry.os.includes(process.platform);
  const isOfOtherMachine = entry.optional && entry.cpu && !entry.cpu.includes(process.arch);
  const isOfOtherLibrary = entry.optional && entry.libc && !entry.libc.includes('glibc');
  const isInstalled = !isOfOtherSystem && !isOfOtherMachine && !isOfOtherLibrary;
  if (isInstalled && !/^sha512-/.test(entry.integrity ?? ''))
    problems.push(`${name}: no sha512 in the lock file`);
  // Whoever installs says where from: the lock file names no place.
  if (entry.resolved) problems.push(`${name}: the lock file says where it comes from`);
  const licence = entry.license ?? READ_BY_HAND[name];
  if (!isAllowed(licence) && READ_BY_HAND[name] === undefined) problems.push(`${name}: licence ${licence}`);
}

/** Of alternatives one is enough; of several that hold together, each. */
function isAllowed(licence) {
  if (typeof licence !== 'string') return false;
  const bare = licence.replace(/[()]/g, '');
  const holds = (part) => LICENCES.includes(part.trim());
  return bare.split(/ OR /).some((one) => one.split(/ AND | and /).every(holds));
}

for (const problem of problems) console.error(problem);

const audit = spawnSync('npm', ['audit', '--json', '--audit-level=high'], { encoding: 'utf8' });
const report = parse(audit.stdout);
if (report?.metadata) {
  const { high = 0, critical = 0 } = report.metadata.vulnerabilities;
  if (high + critical > 0) problems.push('known vulnerabilities');
  console.log(`Known vulnerabilities: ${high} high, ${critical} critical. See npm audit.`);
} else {
  console.warn('Known vulnerabilities were NOT looked up: this registry serves no advisories.');
}
console.log(`${Object.keys(packages).length - 1} packages looked at, ${problems.length} problems.`);
process.exitCode = problems.length > 0 ? 1 : 0;

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
