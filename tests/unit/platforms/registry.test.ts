import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { PLATFORMS, platformByName } from '@/server/platforms/registry';

it.each(PLATFORMS.map((adapter) => [adapter.name, adapter] as const))(
  'of %s a guide tells, and whether it is experimental',
  (name, { title, experimental }) => {
    const path = fileURLToPath(new URL(`../../../docs/guides/${name}.md`, import.meta.url));
    const guide = readFileSync(path, 'utf8');
    expect(guide).toMatch(new RegExp(`^# ${title}\n`));
    expect(guide.includes('_Experimental_')).toBe(experimental !== null);
  },
);

it('knows each by its own name, and names those that there are', () => {
  expect(new Set(PLATFORMS.map(({ name }) => name)).size).toBe(PLATFORMS.length);
  for (const adapter of PLATFORMS) expect(platformByName(adapter.name)).toBe(adapter);
  expect(() => platformByName('other')).toThrow(/no platform “other”/);
});
