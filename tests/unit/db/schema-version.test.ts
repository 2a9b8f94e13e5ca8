import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  compareSchema,
  knownMigrations,
  MIGRATIONS_FOLDER,
  requireCompatible,
} from '@/server/db/schema-version';

const done = (...names: string[]) => names.map((name) => ({ name, finished: true }));

describe('how a schema stands to this release', () => {
  it('is current where exactly its migrations were applied', () => {
    expect(compareSchema(done('1_a', '2_b'), ['1_a', '2_b'])).toEqual({
      missing: [],
      newer: [],
      incompatible: [],
      broken: [],
    });
  });

  it('is older where some are missing or were never finished', () => {
    const state = compareSchema([...done('1_a'), { name: '2_b', finished: false }], ['1_a', '2_b', '3_c']);
    expect(state).toMatchObject({ missing: ['2_b', '3_c'], broken: ['2_b'] });
  });

  it('may be newer, unless a newer release took something away', () => {
    const added = compareSchema(done('1_a', '2_more'), ['1_a']);
    expect(added).toMatchObject({ missing: [], newer: ['2_more'], incompatible: [] });
    expect(() => requireCompatible(added)).not.toThrow();
    const less = compareSchema(done('1_a', '2_contract-old-column'), ['1_a']);
    expect(() => requireCompatible(less)).toThrow(/newer release.*2_contract-old-column/);
  });

  it('is no worse for a contraction that this release knows itself', () => {
    const state = compareSchema(done('1_a', '2_contract-x'), ['1_a', '2_contract-x']);
    expect(() => requireCompatible(state)).not.toThrow();
  });
});

/** What breaks a server of the release before, which still runs while the first of this one starts. */
const TAKES_AWAY: readonly RegExp[] = [
  /\bDROP\s+(TABLE|COLUMN|TYPE)\b/i,
  /\bRENAME\b/i,
  /\bSET\s+NOT\s+NULL\b/i,
  /\bSET\s+DATA\s+TYPE\b/i,
  /\bADD COLUMN\s+(?![^,;]*\bDEFAULT\b)[^,;]*\bNOT NULL\b/i,
];

describe('the migrations of this release', () => {
  it('only add, unless their name says otherwise', async () => {
    const names = (await knownMigrations()).filter((name) => !/^\d+_contract-/.test(name));
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) {
      const sql = await readFile(join(MIGRATIONS_FOLDER, name, 'migration.sql'), 'utf8');
      for (const pattern of TAKES_AWAY) expect(sql, `${name}: ${pattern}`).not.toMatch(pattern);
    }
  });
});
