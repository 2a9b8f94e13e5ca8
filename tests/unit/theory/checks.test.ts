import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../theory/checks';

/** Half the seeds of `npm run check:theory`, which runs the slow ones too. */
const SEEDS = 10;

describe('the theory’s acceptance checks', () => {
  it.each(CHECKS.filter(({ quick }) => quick))('$name: $title', async ({ run }) => {
    const lines = await run(SEEDS);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.filter(({ firm, holds }) => firm && !holds)).toEqual([]);
  });
});
