import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GET as getImage } from '@/app/api/projects/[projectId]/examples/[row]/image/route';
import { GET as getThumbnail } from '@/app/api/projects/[projectId]/examples/[row]/thumbnail/route';
import { POST as postUpload } from '@/app/api/projects/[projectId]/uploads/route';
import type { SessionUser } from '@/server/api/trpc';
import { webProcess } from '@/server/api/web-process';
import { ingestBytes } from '../support/ingest';
import { createTestContainer } from '../support/test-container';
import { cookiesOf, useAsWebProcess, WEB_URL } from '../support/web-process';
import { makeZip } from '../support/zip';

const MAX_UPLOAD_BYTES = 100_000;
process.env.WINNOW_MAX_UPLOAD_BYTES = String(MAX_UPLOAD_BYTES);
const world = await createTestContainer();
useAsWebProcess(world);
const owner = await world.createUser('owner');
const annotator = await world.createUser('annotator');
const viewer = await world.createUser('viewer');
const stranger = await world.createUser('stranger');
const cookies = new Map<SessionUser | null, string>([[null, '']]);
let projectId: string;
let jpeg: Buffer;

beforeAll(async () => {
  for (const user of [owner, annotator, viewer, stranger]) cookies.set(user, await cookiesOf(world, user));
  const members = [
    { user: annotator, role: 'annotator' as const },
    { user: viewer, role: 'viewer' as const },
  ];
  projectId = (await world.createProject(owner, {}, members)).id;
  const create = { width: 400, height: 300, channels: 3, background: '#336699' } as const;
  jpeg = await sharp({ create }).jpeg().toBuffer();
  const zip = await makeZip([{ path: 'cat/one.jpg', bytes: jpeg }]);
  await ingestBytes(world, { projectId, user: owner }, 'a.zip', zip, { format: 'zip' });
});
afterAll(async () => {
  await (await webProcess()).container.db.$disconnect();
  await world.close();
});

function requestOf(path: string, user: SessionUser | null, options: RequestInit = {}): Request {
  const headers = { cookie: cookies.get(user) ?? '', host: new URL(WEB_URL).host, ...options.headers };
  return new Request(`${WEB_URL}${path}`, { ...options, headers });
}

describe('an example’s pictures', () => {
  const ask = (get: typeof getImage, user: SessionUser | null, row = '0') =>
    get(requestOf(`/api/projects/${projectId}/examples/${row}`, user), {
      params: Promise.resolve({ projectId, row }),
    });

  test('are shown to an annotator once they are handed out, and to a viewer at once', async () => {
    for (const get of [getImage, getThumbnail]) {
      expect((await ask(get, annotator)).status).toBe(404);
      expect((await ask(get, viewer)).status).toBe(200);
    }
    await world.caller(owner).annotations.createSeedBatch({ projectId, count: 1 });
    for (const get of [getImage, getThumbnail]) expect((await ask(get, annotator)).status).toBe(200);
  });

  test('are the original as it was, and a WebP thumbnail', async () => {
    const image = await ask(getImage, viewer);
    expect(image.headers.get('content-type')).toBe('image/jpeg');
    expect(Buffer.from(await image.arrayBuffer()).equals(jpeg)).toBe(true);
    const thumbnail = await ask(getThumbnail, viewer);
    expect(thumbnail.headers.get('content-type')).toBe('image/webp');
    const metadata = await sharp(Buffer.from(await thumbnail.arrayBuffer())).metadata();
    expect(metadata).toMatchObject({ format: 'webp', width: 256, height: 192 });
    for (const { headers } of [image, thumbnail]) {
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
      expect(headers.get('content-security-policy')).toContain('sandbox');
    }
  });

  test('are closed to everybody else', async () => {
    for (const get of [getImage, getThumbnail]) {
      expect((await ask(get, null)).status).toBe(401);
      expect((await ask(get, stranger)).status).toBe(404);
    }
  });

  test.each(['1', '-1', '0.5', 'x', '99999999999', '../0'])('row %s is not found', async (row) => {
    expect((await ask(getImage, owner, row)).status).toBe(404);
  });
});

describe('an upload', () => {
  const post = (
    user: SessionUser | null,
    body: BodyInit,
    fileName = 'a.zip',
    headers: Record<string, string> = {},
  ) =>
    postUpload(
      requestOf(`/api/projects/${projectId}/uploads?fileName=${encodeURIComponent(fileName)}`, user, {
        method: 'POST',
        body,
        headers: { origin: WEB_URL, ...headers },
        duplex: 'half',
      } as RequestInit),
      { params: Promise.resolve({ projectId }) },
    );

  test('is kept below its project, and can be ingested from there', async () => {
    const response = await post(
      owner,
      Uint8Array.from(await makeZip([{ path: 'dog/two.jpg', bytes: jpeg }])),
      '../../etc/a b.zip',
    );
    expect(response.status).toBe(200);
    const upload = (await response.json()) as { uploadId: string; fileName: string; bytes: number };
    expect(upload.fileName).toBe('a b.zip');
    expect(await world.container.blobs.exists(`projects/${projectId}/uploads/${upload.uploadId}`)).toBe(true);
    const api = world.caller(owner);
    await api.datasets.start({
      projectId,
      request: {
        format: 'zip',
        source: { kind: 'upload', ...upload },
        split: { by: 'fixed', split: 'pool' },
      },
    });
    await world.runJobs();
    const [newest] = await api.datasets.list({ projectId });
    expect(newest).toMatchObject({ name: 'a b.zip', state: 'done', duplicateCount: 1 });
    expect(await world.container.blobs.exists(`projects/${projectId}/uploads/${upload.uploadId}`)).toBe(
      false,
    );
  });

  test('needs a session, membership and the role', async () => {
    expect((await post(null, 'x')).status).toBe(401);
    expect((await post(stranger, 'x')).status).toBe(404);
    expect((await post(annotator, 'x')).status).toBe(403);
    expect((await post(owner, 'x', 'a.zip', { origin: 'https://elsewhere.example' })).status).toBe(403);
  });

  test('that is too large, said beforehand or not, is refused', async () => {
    expect((await post(owner, new Uint8Array(MAX_UPLOAD_BYTES + 1))).status).toBe(413);
    const chunks = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(10_000)),
    });
    expect((await post(owner, chunks)).status).toBe(413);
  });

  test('that is empty or has no name is refused', async () => {
    expect((await post(owner, '')).status).toBe(400);
    expect((await post(owner, 'x', '')).status).toBe(400);
  });
});
