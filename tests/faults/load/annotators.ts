import { setTimeout as sleep } from 'node:timers/promises';
import type { HandOut } from '@/lib/contracts/labeling';
import type { Random } from '@/lib/numeric/random';
import type { ApiClient } from './api-client';
import { RefusedError } from './api-client';
import type { Ledger, LedgerEntry } from './ledger';
import type { ProjectUser } from './project';

const CLASSES = 10;
/** The first so many answer as the label screen does, one after the other; the others answer a grid at once. */
const ONE_BY_ONE = 6;
const GRID = 12;

interface Annotator {
  readonly client: ApiClient;
  readonly email: string;
}

/** People who label batch after batch of one project, two of them some examples, until they are told to go home. */
export class Annotators {
  private goingHome = false;
  private batch: { readonly number: number; readonly id: Promise<string> };

  constructor(
    private readonly people: readonly Annotator[],
    readonly project: ProjectUser,
    private readonly ledger: Ledger,
    private readonly options: {
      readonly batchSize: number;
      readonly pauseMs: number;
      readonly random: Random;
    },
  ) {
    this.batch = { number: 1, id: project.seedBatch(1, options.batchSize) };
  }

  /** Until `goHome`. */
  async work(): Promise<void> {
    await Promise.all(this.people.map((person, index) => this.label(person, index < ONE_BY_ONE ? 1 : GRID)));
  }

  goHome(): void {
    this.goingHome = true;
  }

  private async label(person: Annotator, together: number): Promise<void> {
    while (!this.goingHome) {
      const { number, id } = this.batch;
      const batchId = await id;
      const { projectId } = this.project;
      const asked = { count: Math.max(8, together) };
      const handed = await person.client.post<HandOut>(
        `/projects/${projectId}/batches/${batchId}/next`,
        asked,
      );
      const rows = handed.items.map(({ example }) => example.row);
      if (rows.length === 0 && handed.batch.open === 0) this.goOn(number);
      if (rows.length === 0) await sleep(this.options.pauseMs);
      for (let from = 0; from < rows.length && !this.goingHome; from += together) {
        await this.answer(person, batchId, rows.slice(from, from + together));
        await sleep(this.options.pauseMs * (0.5 + this.options.random.uniform()));
      }
    }
  }

  /** Whoever first finds the batch complete asks for the next one. */
  private goOn(number: number): void {
    if (this.batch.number !== number) return;
    this.batch = { number: number + 1, id: this.project.seedBatch(number + 1, this.options.batchSize) };
  }

  private async answer(
    { client, email }: Annotator,
    batchId: string,
    rows: readonly number[],
  ): Promise<void> {
    const entries: LedgerEntry[] = rows.map((row) => ({ batchId, row, email, label: row % CLASSES }));
    const answers = rows.map((row) => ({ row, label: row % CLASSES, seconds: 1 }));
    this.ledger.send(entries);
    try {
      const path = `/projects/${this.project.projectId}/batches/${batchId}/annotations`;
      const { taken } = await client.post<{ taken: number[] }>(path, { answers, skipTaken: rows.length > 1 });
      this.ledger.acknowledge(entries.filter(({ row }) => !taken.includes(row)));
      this.ledger.refuse(entries.filter(({ row }) => taken.includes(row)));
    } catch (error) {
      if (!(error instanceof RefusedError) || error.status !== 409) throw error;
      this.ledger.refuse(entries);
    }
  }
}
