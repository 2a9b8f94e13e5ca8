import { expect, it } from 'vitest';
import { createSealer } from '@/server/platforms/sealed-text';

const sealer = createSealer('a key of at least thirty-two characters');

it('opens what it sealed, and never seals alike', () => {
  const sealed = sealer.seal('secret ü', 'token 1');
  expect(sealer.open(sealed, 'token 1')).toBe('secret ü');
  expect(sealed).not.toContain('secret');
  expect(sealer.seal('secret ü', 'token 1')).not.toBe(sealed);
});

it('does not open with another key, for another purpose, or changed by a bit', () => {
  const sealed = sealer.seal('secret', 'token 1');
  const bytes = Buffer.from(sealed.slice(3), 'base64url');
  bytes[20] = (bytes[20] ?? 0) ^ 1;
  expect(() => createSealer('another key').open(sealed, 'token 1')).toThrow(/cannot be read/);
  expect(() => sealer.open(sealed, 'token 2')).toThrow(/cannot be read/);
  expect(() => sealer.open(`v1.${bytes.toString('base64url')}`, 'token 1')).toThrow(/cannot be read/);
  expect(() => sealer.open('v1.AAAA', 'token 1')).toThrow(/cannot be read/);
});
