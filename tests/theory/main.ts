import { CHECKS } from './checks';
import type { CheckLine } from './check';

/**
 * `npm run check:theory [name …]`: the acceptance checks of the theory at their sizes. Firm lines must hold, or the exit
 * status is 1; the others are shown only.
 */
const SEEDS = 20;
const wanted = process.argv.slice(2);

function format({ quantity, expected, got, margin, holds, firm }: CheckLine): string {
  const verdict = holds ? 'holds' : firm ? 'FAILS' : 'differs (shown only)';
  return `| ${[quantity, expected, got, margin, verdict].join(' | ')} |`;
}

let failed = 0;
for (const check of CHECKS.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  const startedAt = performance.now();
  const lines = await check.run(SEEDS);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`\n${check.name}: ${check.title}; ${seconds} s\n`);
  console.log('| quantity | expected | got | margin | |\n| --- | --- | --- | --- | --- |');
  for (const line of lines) console.log(format(line));
  failed += lines.filter(({ firm, holds }) => firm && !holds).length;
}
console.log(failed === 0 ? '\nAll firm lines hold.' : `\n${failed} firm lines fail.`);
if (failed > 0) process.exitCode = 1;
