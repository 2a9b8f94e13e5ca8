import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { ProjectSettings } from '@/lib/contracts/project';
import { writeFashionZip } from './fashion-zip';

/** Calls a procedure as whoever is signed in on the page. */
export async function call<Result>(page: Page, procedure: string, input: object): Promise<Result> {
  const response = await page.request.post(`/api/trpc/${procedure}`, { data: { json: input } });
  if (!response.ok()) throw new Error(`${procedure}: ${await response.text()}`);
  const body = (await response.json()) as { result: { data: { json: Result } } };
  return body.result.data.json;
}

interface LabelingProject {
  /** of the seed batch */
  readonly path: string;
  readonly projectId: string;
  readonly classes: readonly string[];
  /** class name by the name of the file */
  readonly truth: ReadonlyMap<string, string>;
}

/** A project of real images of four classes and a seed batch of some of them, made as a program would. */
export async function startLabelingProject(
  page: Page,
  options: { name: string; count: number; settings?: ProjectSettings },
): Promise<LabelingProject> {
  const folder = await mkdtemp(join(tmpdir(), 'winnow-labeling-'));
  const file = join(folder, 'clothes.zip');
  const { truth } = await writeFashionZip(file, { pool: options.count, test: 1 });
  const { id: projectId } = await call<{ id: string }>(page, 'projects.create', {
    name: options.name,
    modality: 'image',
    classes: ['Bag', 'Dress', 'Sneaker', 'Trouser'],
  });
  const uploaded = await page.request.post(`/api/projects/${projectId}/uploads?fileName=clothes.zip`, {
    data: await readFile(file),
    headers: { 'content-type': 'application/octet-stream' },
  });
  await rm(folder, { recursive: true, force: true });
  const { uploadId } = (await uploaded.json()) as { uploadId: string };
  const source = { kind: 'upload', uploadId, fileName: 'clothes.zip' };
  const request = { format: 'zip', source, split: { by: 'folder' } };
  await call(page, 'datasets.start', { projectId, request });
  await page.goto(`/projects/${projectId}/pool`);
  await page
    .getByText(`${options.count * 4 + 4} examples`)
    .first()
    .waitFor({ state: 'attached', timeout: 60_000 });
  if (options.settings) await call(page, 'projects.update', { projectId, ...options.settings });
  const { batchId } = await call<{ batchId: string }>(page, 'annotations.createSeedBatch', {
    projectId,
    count: options.count,
  });
  return {
    path: `/projects/${projectId}/labeling/${batchId}`,
    projectId,
    classes: ['Bag', 'Dress', 'Sneaker', 'Trouser'],
    truth,
  };
}
