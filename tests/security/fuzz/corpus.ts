import { fileURLToPath } from 'node:url';

/** A folder a target, with the cases that once brought its parser down; they are read first in every run. */
export const CORPUS = fileURLToPath(new URL('../corpus', import.meta.url));
