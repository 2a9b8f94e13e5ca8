import { readFileSync } from 'node:fs';

/** The cases of tests/support/reference/<name>.json, made by a script beside it. */
export function readReference<Cases>(name: string): Cases {
  const text = readFileSync(new URL(`reference/${name}.json`, import.meta.url), 'utf8');
  return (JSON.parse(text) as { cases: Cases }).cases;
}
