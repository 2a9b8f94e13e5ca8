import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { registriesMarkdown } from './registry-markdown';

/** `npm run docs`: the reference page, as the registries are now. */
const page = fileURLToPath(new URL('../../docs/reference.md', import.meta.url));
await writeFile(page, await format(registriesMarkdown(), { ...(await resolveConfig(page)), filepath: page }));
