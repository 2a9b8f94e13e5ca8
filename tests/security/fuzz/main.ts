import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CORPUS } from './corpus';
import { fuzzTarget } from './fuzz-target';
import { FUZZ_TARGETS } from './targets';

// npm run fuzz -- [--cases 200000] [--seed 1] [--target npy]: what brings a parser down is kept in tests/security/corpus.
const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    target: { type: 'string' },
  },
});
let failed = 0;
for (const { name } of FUZZ_TARGETS) {
  if (values.target !== undefined && values.target !== name) continue;
  const began = performance.now();
  const result = await fuzzTarget(name, Number(values.cases), Number(values.seed));
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  const { read, refused, failures } = result;
  console.log(`${name}: ${read} read, ${refused} refused, ${failures.length} failed, ${seconds} s`);
  for (const { at, what, bytes } of failures) {
    await mkdir(join(CORPUS, name), { recursive: true });
    const file = `${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}.bin`;
    await writeFile(join(CORPUS, name, file), bytes);
    console.log(`  case ${at} (kept as ${file}): ${what.split('\n').slice(0, 4).join('\n    ')}`);
  }
  failed += failures.length;
}
process.exitCode = failed > 0 ? 1 : 0;
