// A worker thread knows no TypeScript of its own, whoever started the process (node, tsx or vitest).
import { fileURLToPath } from 'node:url';
import { register } from 'tsx/esm/api';

register({ tsconfig: fileURLToPath(new URL('../../tsconfig.json', import.meta.url)) });

export default import('./choose-rows.ts').then(({ chooseInThread }) => chooseInThread);
