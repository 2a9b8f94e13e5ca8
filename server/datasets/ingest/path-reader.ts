import { parseSplit } from './split-name';
import type { SourceLabel } from './candidate';

/** What the folders of a path say. */
export type PathReader = (path: string) => { label: SourceLabel | null; splitName: string | null };

/** The folders that all paths begin with, e.g. the one folder in which a zip was packed. */
export class CommonFolders {
  private common: string[] | null = null;

  add(path: string): void {
    const folders = path.split('/').slice(0, -1);
    if (!this.common) {
      this.common = folders;
      return;
    }
    const different = this.common.findIndex((folder, depth) => folder !== folders[depth]);
    if (different >= 0) this.common.length = different;
  }

  get folders(): readonly string[] {
    return this.common ?? [];
  }
}

/**
 * Reads split and class off paths such as `pool/cat/1.png`: the class is the folder that the file lies in. Folders common
 * to all files are a wrapping and say nothing, unless they name a class that the project has, or a split where folders
 * name splits.
 */
export function createPathReader(input: {
  common: readonly string[];
  classes: readonly string[];
  splitByFolder: boolean;
}): PathReader {
  const speaks = (folder: string) =>
    input.classes.includes(folder) || (input.splitByFolder && parseSplit(folder) !== null);
  const firstThatSpeaks = input.common.findIndex(speaks);
  const wrapping = firstThatSpeaks < 0 ? input.common.length : firstThatSpeaks;
  return (path) => {
    const folders = path.split('/').slice(wrapping, -1);
    const splitName = input.splitByFolder ? (folders.shift() ?? null) : null;
    const name = folders.at(-1);
    return { label: name === undefined ? null : { name }, splitName };
  };
}
