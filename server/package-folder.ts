import { dirname } from 'node:path';

/**
 * The folder of an installed package, for files in it that are not modules (fonts, wasm). Next's bundler replaces
 * `require.resolve` by a module number wherever it recognizes it, so it is reached by a way that it does not follow.
 */
export function packageFolder(name: string): string {
  const { createRequire } = process.getBuiltinModule('node:module');
  return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
}
