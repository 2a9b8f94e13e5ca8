import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { expect, it } from 'vitest';
import { registriesMarkdown } from '@/server/registries/registry-markdown';

const PAGE = fileURLToPath(new URL('../../../docs/reference.md', import.meta.url));

it('docs/reference.md says what the registries say; `npm run docs` writes it', async () => {
  const options = { ...(await resolveConfig(PAGE)), filepath: PAGE };
  expect(await readFile(PAGE, 'utf8')).toBe(await format(registriesMarkdown(), options));
});
