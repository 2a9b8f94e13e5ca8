#!/usr/bin/env node
// The command runs from TypeScript as it is, so that it works right after `npm ci`, without a build.
import { fileURLToPath } from 'node:url';
import { register } from 'tsx/esm/api';

register({ tsconfig: fileURLToPath(new URL('../../tsconfig.json', import.meta.url)) });

const { main } = await import('./main.ts');
await main(process.argv);
