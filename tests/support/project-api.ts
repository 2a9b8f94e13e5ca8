import type { Page } from '@playwright/test';
import { expect } from './e2e';

interface Item {
  readonly state: string;
  readonly example: { readonly row: number; readonly key: string };
}

/** A project over the HTTP API, as its annotators' programs see it; signed in as the page is. */
export class ProjectApi {
  /** @param path of the project's pages, e.g. `/projects/<id>` */
  constructor(
    private readonly page: Page,
    readonly path: string,
  ) {}

  async get<Answer>(path: string): Promise<Answer> {
    const response = await this.page.request.get(`/api/v1${this.path}${path}`);
    expect(response.ok(), `${path}: ${response.status()}`).toBe(true);
    return (await response.json()) as Answer;
  }

  /** Bytes are sent as they are, everything else as JSON. */
  async post<Answer>(path: string, data: object = {}): Promise<Answer> {
    const response = await this.page.request.post(`/api/v1${this.path}${path}`, { data });
    expect(response.ok(), `${path}: ${await response.text()}`).toBe(true);
    return (await response.json()) as Answer;
  }

  /** Waits until a piece of long work is done. */
  async done({ jobId }: { readonly jobId: string }): Promise<void> {
    const stateOf = async () => {
      const jobs = await this.get<{ id: string; state: string }[]>('/jobs');
      return jobs.find(({ id }) => id === jobId)?.state;
    };
    await expect.poll(stateOf, { timeout: 120_000 }).toBe('done');
  }

  /** Answers up to `count` open examples of a batch, by the class name of each key. */
  async label(batchId: string, truth: ReadonlyMap<string, string>, count = 200): Promise<void> {
    const { classes } = await this.get<{ classes: string[] }>('');
    const items = await this.get<Item[]>(`/batches/${batchId}/items?limit=200`);
    const answers = items
      .filter(({ state }) => state === 'open')
      .slice(0, count)
      .map(({ example: { row, key } }) => ({
        row,
        label: classes.indexOf(truth.get(key) ?? ''),
        seconds: 2,
      }));
    await this.post(`/batches/${batchId}/annotations`, { answers });
  }
}
