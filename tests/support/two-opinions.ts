import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { APIRequestContext, Browser, Page } from '@playwright/test';
import { writeFashionZip } from './fashion-zip';

const EXAMPLES = 24;
/** Every so many examples the second annotator says another class than the first. */
const DISPUTED = 3;

/** Asks the server's procedures with the cookies of a browser. */
async function call<Answer>(
  request: APIRequestContext,
  method: 'query' | 'mutation',
  path: string,
  input: object,
): Promise<Answer> {
  const url = `/api/trpc/${path}`;
  const response =
    method === 'mutation'
      ? await request.post(url, { data: { json: input } })
      : await request.get(url, { params: { input: JSON.stringify({ json: input }) } });
  if (!response.ok()) throw new Error(`${path}: ${response.status()} ${await response.text()}`);
  return ((await response.json()) as { result: { data: { json: Answer } } }).result.data.json;
}

/** A project of images whose examples two people answered, every third one differently. Returns its path. */
export async function createTwoOpinions(page: Page, browser: Browser): Promise<string> {
  const { request } = page;
  const { id: projectId } = await call<{ id: string }>(request, 'mutation', 'projects.create', {
    name: 'Two opinions',
    modality: 'image',
    classes: ['Bag', 'Dress', 'Sneaker', 'Trouser'],
  });
  const truth = await ingestClothes(request, projectId);
  await call(request, 'mutation', 'projects.update', { projectId, votesPerExample: 2, overlapShare: 1 });
  const { batchId } = await call<{ batchId: string }>(request, 'mutation', 'annotations.createSeedBatch', {
    projectId,
    count: EXAMPLES,
  });
  const batch = { projectId, batchId };
  const items = await call<{ example: { row: number; key: string } }[]>(
    request,
    'query',
    'annotations.items',
    { ...batch, limit: EXAMPLES },
  );
  const answerAs = (annotator: APIRequestContext, isOwner: boolean) =>
    call(annotator, 'mutation', 'annotations.answerAll', {
      ...batch,
      answers: items.map(({ example }, place) => {
        const right = truth(example.key);
        const label = isOwner || place % DISPUTED > 0 ? right : (right + 1) % 4;
        const said = {
          unsure: !isOwner && place === 0,
          comment: place === 0 ? 'Only half of it is seen.' : null,
        };
        return { row: example.row, label, seconds: 2, ...said };
      }),
    });
  await answerAs(request, true);

  const { link } = await call<{ link: string }>(request, 'mutation', 'members.add', {
    projectId,
    email: 'berta@example.org',
    name: 'Berta Beispiel',
    role: 'annotator',
  });
  const second = await browser.newContext({ baseURL: process.env.WINNOW_E2E_URL, storageState: undefined });
  const other = await second.newPage();
  await other.goto(link);
  await other.getByLabel('New password').fill('correct horse battery');
  await other.getByRole('button', { name: 'Save and sign in' }).click();
  await other.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  await answerAs(second.request, false);
  await second.close();
  return `/projects/${projectId}`;
}

/** Brings pictures of clothes in, and says of each what it is. */
async function ingestClothes(
  request: APIRequestContext,
  projectId: string,
): Promise<(key: string) => number> {
  const folder = await mkdtemp(join(tmpdir(), 'winnow-opinions-'));
  const fileName = 'clothes.zip';
  const { truth } = await writeFashionZip(join(folder, fileName), { pool: 10, test: 2 });
  const uploaded = await request.post(`/api/projects/${projectId}/uploads?fileName=${fileName}`, {
    data: await readFile(join(folder, fileName)),
    headers: { 'content-type': 'application/octet-stream' },
  });
  await rm(folder, { recursive: true, force: true });
  const { uploadId } = (await uploaded.json()) as { uploadId: string };
  const { jobId } = await call<{ jobId: string }>(request, 'mutation', 'datasets.start', {
    projectId,
    request: { format: 'zip', source: { kind: 'upload', uploadId, fileName }, split: { by: 'folder' } },
  });
  for (let state = 'queued'; state !== 'done';) {
    ({ state } = await call<{ state: string }>(request, 'query', 'jobs.get', { projectId, jobId }));
    if (state === 'failed') throw new Error('The clothes could not be brought in.');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const classes = ['Bag', 'Dress', 'Sneaker', 'Trouser'];
  return (key) => classes.indexOf(truth.get(key) ?? '');
}
