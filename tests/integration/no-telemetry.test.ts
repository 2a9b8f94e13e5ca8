import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const USE_ENGINE = `
  import { readEnvironment } from '@/server/env';
  import { loadEngine } from '@/server/tensor/load-engine';
  readEnvironment();
  const { engine } = await loadEngine({ force: 'onnx' });
  console.log(engine.info.name);
`;

it('computes with ONNX Runtime without its telemetry, which would keep a name for this machine at home', async () => {
  const { ORT_DISABLE_TELEMETRY: _mine, ...variables } = process.env;
  const home = await temporaryFolder();
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', USE_ENGINE],
    {
      cwd: ROOT,
      env: { ...variables, HOME: home, XDG_CACHE_HOME: home, XDG_DATA_HOME: home },
      encoding: 'utf8',
    },
  );
  expect(stdout.trim(), stderr).toBe('onnx');
  expect(readdirSync(home)).toEqual([]);
});
