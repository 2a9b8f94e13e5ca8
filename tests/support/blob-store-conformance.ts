import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { hashedKey } from '@/server/storage/hashed-key';
import type { BlobStore, ListedBlob } from '@/server/storage/blob-store';

/** What every blob store must do, wherever its bytes lie. */
export function describeBlobStore(name: string, create: () => Promise<BlobStore>): void {
  describe(name, () => {
    test('gives back the bytes put in, from memory and from a stream', async () => {
      const store = await create();
      await store.put('a/b.bin', Buffer.from([0, 1, 255]));
      await store.put('a/c.bin', Readable.from([Buffer.from('hello '), Buffer.from('world')]));
      expect([...(await store.get('a/b.bin'))]).toEqual([0, 1, 255]);
      expect((await store.get('a/c.bin')).toString()).toBe('hello world');
      expect((await buffer(await store.stream('a/c.bin'))).toString()).toBe('hello world');
      expect(await readFile(await store.localFile('a/c.bin'), 'utf8')).toBe('hello world');
    });

    test('streams a stretch, the byte at its end excluded', async () => {
      const store = await create();
      await store.put('digits', Buffer.from('0123456789'));
      const stretch = async (start: number, end: number) =>
        (await buffer(await store.stream('digits', { start, end }))).toString();
      expect(await stretch(3, 6)).toBe('345');
      expect(await stretch(0, 10)).toBe('0123456789');
      expect(await stretch(4, 4)).toBe('');
    });

    test('refuses bytes that are not those of the hash in the name, and names the blob', async () => {
      const store = await create();
      const key = hashedKey('a', 'values', 'npy', Buffer.from('written'));
      await store.put(key, Buffer.from('written'));
      expect((await store.get(key)).toString()).toBe('written');
      const damaged = hashedKey('a', 'values', 'npy', Buffer.from('others'));
      for (const bytes of ['otherz', 'other']) {
        await store.put(damaged, Buffer.from(bytes));
        await expect(store.get(damaged)).rejects.toMatchObject({
          code: 'unavailable',
          message: expect.stringContaining(damaged) as string,
          remedy: expect.stringContaining('again') as string,
        });
      }
    });

    test('says not-found for what is not there, a prefix included', async () => {
      const store = await create();
      await store.put('a/b', Buffer.from('x'));
      for (const key of ['missing', 'a', 'a/b/c']) {
        await expect(store.get(key)).rejects.toMatchObject({ code: 'not-found' });
        await expect(store.stream(key)).rejects.toMatchObject({ code: 'not-found' });
        await expect(store.localFile(key)).rejects.toMatchObject({ code: 'not-found' });
        expect(await store.exists(key)).toBe(false);
      }
      expect(await store.exists('a/b')).toBe(true);
    });

    test('has nothing of a write that failed half way', async () => {
      const store = await create();
      async function* failing() {
        yield Buffer.from('half');
        await Promise.resolve();
        throw new Error('the source broke');
      }
      await expect(store.put('broken', Readable.from(failing()))).rejects.toThrow('the source broke');
      expect(await store.exists('broken')).toBe(false);
    });

    test('keeps the former bytes until the new ones are whole', async () => {
      const store = await create();
      await store.put('key', Buffer.from('former'));
      let seen = '';
      async function* slow() {
        yield Buffer.from('ne');
        seen = (await store.get('key')).toString();
        yield Buffer.from('w');
      }
      await store.put('key', Readable.from(slow()));
      expect([seen, (await store.get('key')).toString()]).toEqual(['former', 'new']);
    });

    test('lists the blob of a name and all under it, with size and time, and nothing unfinished', async () => {
      const store = await create();
      const keys = ['p/1/a', 'p/1/b/c', 'p/10/a', 'p/2', 'q'];
      for (const key of keys) await store.put(key, Buffer.from(key));
      const listed = async (prefix?: string) =>
        ((await Readable.from(store.list(prefix)).toArray()) as ListedBlob[]).map(({ key }) => key).sort();
      expect(await listed()).toEqual(keys);
      expect(await listed('p/1')).toEqual(['p/1/a', 'p/1/b/c']);
      expect(await listed('p/2')).toEqual(['p/2']);
      expect(await listed('p/3')).toEqual([]);
      expect(await listed('q/under-a-blob')).toEqual([]);
      let unfinished: string[] = [];
      async function* slow() {
        yield Buffer.from('ne');
        unfinished = await listed();
      }
      await store.put('p/3', Readable.from(slow()));
      expect(unfinished).toEqual(keys);
      for await (const { key, bytes, modifiedAt } of store.list('p/1')) {
        expect(bytes).toBe(key.length);
        expect(Math.abs(Date.now() - modifiedAt.getTime())).toBeLessThan(60_000);
      }
    });

    test('lists nothing where nothing was ever put', async () => {
      expect(await Readable.from((await create()).list()).toArray()).toEqual([]);
    });

    test('removes everything under a prefix, and only that', async () => {
      const store = await create();
      for (const key of ['p/1/a', 'p/1/b/c', 'p/10/a', 'p/2']) await store.put(key, Buffer.from(key));
      await store.removeAll('p/1');
      await store.removeAll('never-there');
      const left = await Promise.all(['p/1/a', 'p/1/b/c', 'p/10/a', 'p/2'].map((key) => store.exists(key)));
      expect(left).toEqual([false, false, true, true]);
    });

    test.each([
      '../out',
      '/etc/passwd',
      'a/../../b',
      'a//b',
      '',
      'a/.',
      '.tmp/x',
      'a\\..\\b',
      'a\0b',
      'C:/x',
    ])('refuses the key %j', async (key) => {
      const store = await create();
      await expect(store.put(key, Buffer.from('x'))).rejects.toMatchObject({ code: 'internal' });
      await expect(store.get(key)).rejects.toMatchObject({ code: 'internal' });
      await expect(store.removeAll(key)).rejects.toMatchObject({ code: 'internal' });
    });
  });
}
