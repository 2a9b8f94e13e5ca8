import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeFashionZip } from '../../support/fashion-zip';
import { checkAnswers } from '../invariants/answers';
import { checkAudit } from '../invariants/audit';
import type { AnswerFigures } from '../invariants/answers';
import { checkAtRest, checkJobs, countOpenJobs } from '../invariants/jobs';
import type { OutsideView } from '../invariants/outside-view';
import { checkStages } from '../invariants/stages';
import { StoredFiles } from '../invariants/stored-files';
import { Violations } from '../invariants/violations';
import type { Winnow } from '../processes/winnow';
import type { ScenarioRun } from '../scenario';
import { recordCount } from '../scenario';
import type { Annotators } from './annotators';
import { ApiClient } from './api-client';
import type { ClientFigures } from './api-client';
import { Ledger } from './ledger';
import type { PipelineInput, Results } from './pipeline';
import { runImagePipeline, runStudyPipeline } from './pipeline';
import { Pushes } from './pushes';
import { gatherTeam } from './team';

const REST_LIMIT_MS = 600_000;
const TEAM = { people: 10, batchSize: 400, pauseMs: 200 };
const REPEATS = { short: 4, long: 10 };
/** More than the team gets through on an idle machine. */
const TEXTS = { short: 16_000, long: 80_000 };

/** A Winnow that works: people label, data goes its way again and again, batches go to a platform and come back. */
export class LoadedWinnow {
  private readonly ledger = new Ledger();
  private readonly clients: ClientFigures = { requests: 0, unanswered: 0 };
  private readonly files: StoredFiles;
  private over = false;
  private finished = 0;
  private annotators: Annotators | null = null;
  private pushes: Pushes | null = null;
  private load: Promise<unknown> = Promise.resolve();
  /** what the load failed of; waits for as long as it does not */
  private failed: Promise<Error | null> = Promise.resolve(null);

  private constructor(
    private readonly run: ScenarioRun,
    private readonly winnow: Winnow,
    private readonly view: OutsideView,
    private readonly owner: ApiClient,
  ) {
    this.files = new StoredFiles(winnow.blobFolder);
  }

  /** First each way of the data once, with nothing struck: what every later one must give, byte by byte. */
  static async begin(
    run: ScenarioRun,
    winnow: Winnow,
    view: OutsideView,
    { withoutPushes }: { withoutPushes: boolean },
  ): Promise<LoadedWinnow> {
    const owner = await ApiClient.signIn(await winnow.signInLink(), { requests: 0, unanswered: 0 });
    const loaded = new LoadedWinnow(run, winnow, view, owner);
    const pipelines = await loaded.pipelines();
    const expected = await Promise.all(pipelines.map(({ start, kind }) => start(`${kind}, nothing struck`)));
    const { ledger, clients: figures } = loaded;
    const random = run.random('annotators');
    const texts = run.short ? TEXTS.short : TEXTS.long;
    loaded.annotators = await gatherTeam({ ...TEAM, owner, ledger, texts, figures, random });
    loaded.pushes = withoutPushes ? null : await Pushes.begin(owner, 'Pushed');
    const rounds = pipelines.map(({ kind, start }, index) =>
      loaded.repeat(kind, start, expected[index] ?? {}),
    );
    loaded.load = Promise.all([loaded.annotators.work(), loaded.pushes?.work(), ...rounds]);
    loaded.failed = loaded.load.then(
      () => null,
      (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
    );
    run.say('  the ways of the data without faults are walked; the load begins');
    return loaded;
  }

  /** The kinds of jobs that run now, beside the annotators, who always do. */
  async whatRuns(): Promise<string> {
    const rows = await this.view.query<{ kind: string }>(
      `SELECT DISTINCT "kind" FROM "Job" WHERE state = 'running' ORDER BY 1`,
    );
    return rows.map(({ kind }) => kind).join(', ');
  }

  /** Until the pages can be reached and what is in the database can be read through them. */
  async untilWhole(): Promise<void> {
    const giveUpAt = Date.now() + REST_LIMIT_MS;
    for (;;) {
      try {
        return await this.owner.once('/api/v1/projects');
      } catch (error) {
        if (Date.now() > giveUpAt) throw error;
      }
      await this.winnow.untilReady(REST_LIMIT_MS);
      await sleep(50);
    }
  }

  /** What somebody is told who uploads a file now. */
  async tryUpload(): Promise<string> {
    const [project] = await this.view.query<{ id: string }>('SELECT "id" FROM "Project" LIMIT 1');
    return this.owner.said(`/projects/${project?.id}/uploads?fileName=a.bin`, new Uint8Array(100_000));
  }

  /** Counts of letters of all that is labeled, in many parts: sha256 of the rows, which `wordsInARow` leaves as they are. */
  async featuresOfTexts(wordsInARow: number): Promise<string> {
    const { project } = this.annotators ?? {};
    if (!project) throw new Error('Nobody labels yet.');
    const features = await project.post<{ featureSetId: string; jobId: string }>('/features', {
      extractor: 'tfidf',
      configuration: { dimensions: '512', grams: 'characters', wordsInARow },
    });
    await project.done(features.jobId);
    return this.matrixOf({ table: 'FeatureSet', id: features.featureSetId });
  }

  /** Lets the load go on for a moment. @throws what it failed of */
  async pause(milliseconds: number): Promise<void> {
    const error = await Promise.race([this.failed, sleep(milliseconds, null)]);
    if (error) throw error;
  }

  /** @throws where anything is otherwise than promised at any moment */
  async check(): Promise<AnswerFigures> {
    const violations = new Violations();
    const answers = await checkAnswers(this.view, this.ledger, violations);
    await checkStages(this.view, this.files, violations);
    await checkJobs(this.view, violations);
    await checkAudit(this.view, violations);
    violations.throwIfAny();
    return answers;
  }

  /** Lets everything come to its end, and looks at it once more. */
  async finish(): Promise<void> {
    this.over = true;
    this.annotators?.goHome();
    this.pushes?.stop();
    await this.load;
    const giveUpAt = Date.now() + REST_LIMIT_MS;
    while ((await countOpenJobs(this.view)) > 0 && Date.now() < giveUpAt) await sleep(250);
    const answers = await this.check();
    const violations = new Violations();
    await checkAtRest(this.view, violations);
    violations.throwIfAny();
    await this.record(answers);
  }

  async close(): Promise<void> {
    await this.pushes?.close();
  }

  private async pipelines(): Promise<{ kind: string; start: (name: string) => Promise<Results> }[]> {
    const zipPath = join(this.run.folder, 'pets.zip');
    const zip = await writeFashionZip(zipPath, { pool: 60, test: 20 });
    const input: PipelineInput = {
      ...{ zip, zipBytes: await readFile(zipPath), ledger: this.ledger },
      matrixOf: (stage) => this.matrixOf(stage),
    };
    const repeats = this.run.short ? REPEATS.short : REPEATS.long;
    return [
      { kind: 'images', start: (name) => runImagePipeline(this.user(), name, input) },
      { kind: 'study', start: (name) => runStudyPipeline(this.user(), name, repeats) },
    ];
  }

  private async matrixOf({ table, id }: { table: string; id: string }): Promise<string> {
    const named = `SELECT "matrixBlob" FROM "${table}" WHERE "id" = $1`;
    const [row] = await this.view.query<{ matrixBlob: string }>(named, [id]);
    return this.files.sha256OfValues(row?.matrixBlob ?? '');
  }

  /** The owner, whose requests count. */
  private user(): ApiClient {
    return this.owner.countedBy(this.clients);
  }

  private async repeat(
    kind: string,
    start: (name: string) => Promise<Results>,
    expected: Results,
  ): Promise<void> {
    for (let number = 1; !this.over; number++) {
      const got = await start(`${kind} ${number}`);
      const other = Object.keys(expected).filter((stage) => got[stage] !== expected[stage]);
      if (other.length > 0)
        throw new Error(`${kind} ${number}: ${other.join(', ')} differ from the run without faults.`);
      this.finished++;
    }
  }

  private async record({ acknowledged, lost, doubled, invented }: AnswerFigures): Promise<void> {
    const count = (name: string, value: number) => recordCount(this.run, name, value);
    count('answers acknowledged', acknowledged);
    count('of them lost', lost);
    count('answers stored twice', doubled);
    count('answers stored that nobody sent', invented);
    count('answers refused, because somebody else held the example', this.ledger.refused);
    count('requests', this.clients.requests);
    count('requests without an answer, asked again', this.clients.unanswered);
    count('ways of the data walked, same bytes as without faults', this.finished);
    count('pushes to the platform, each example there once', this.pushes?.figures.pushes ?? 0);
    count('pushes taken back', this.pushes?.figures.undone ?? 0);
    const [jobs] = await this.view.query<{ all: number; again: number; most: number }>(
      `SELECT count(*)::int AS all, count(*) FILTER (WHERE attempt > 1)::int AS again, max(attempt)::int AS most
       FROM "Job"`,
    );
    count('jobs, all done', jobs?.all ?? 0);
    count('of them begun more than once', jobs?.again ?? 0);
    count('most attempts of one job', jobs?.most ?? 0);
  }
}
