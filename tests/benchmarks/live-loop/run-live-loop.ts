import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { AgreementReport, ConsensusRule } from '@/lib/contracts/agreement';
import type { HandOut } from '@/lib/contracts/labeling';
import type { LivePoint, RoundView } from '@/lib/contracts/round';
import { FASHION_MNIST, simulateTeam } from './simulated-annotator';
import type { SimulatedAnnotator } from './simulated-annotator';
import { startWinnow } from './winnow-over-http';
import type { WinnowOverHttp } from './winnow-over-http';

const CLASSES = 'T-shirt Trouser Pullover Dress Coat Sandal Shirt Sneaker Bag Boot'.split(' ');
const SEED_LABELS = 300;
const ROUNDS = 10;
const BATCH = 200;

/** What one person said of one example. */
export interface Vote {
  readonly row: number;
  readonly truth: number;
  readonly annotator: SimulatedAnnotator;
  readonly label: number;
}

/** Everything that the ten rounds showed. */
export interface LiveLoop {
  readonly curve: readonly LivePoint[];
  readonly rounds: readonly RoundView[];
  readonly votes: readonly Vote[];
  readonly agreement: AgreementReport;
  /** share of answered examples whose label is right, by either rule */
  readonly rightLabels: Readonly<Record<ConsensusRule, number>>;
  readonly labelingSeconds: number;
}

interface Team {
  readonly winnow: WinnowOverHttp;
  readonly lead: string;
  readonly people: readonly { readonly key: string; readonly annotator: SimulatedAnnotator }[];
  /** true class by the number in the example's key */
  readonly truth: Uint8Array;
}

export async function runLiveLoop(seed: number): Promise<LiveLoop> {
  const winnow = await startWinnow({ name: 'Live loop', classes: CLASSES });
  try {
    const lead = (await winnow.join('Lead', 'lead', 'manage')).key;
    const people = await Promise.all(
      simulateTeam(seed).map(async (annotator) => ({
        annotator,
        key: (await winnow.join(annotator.name, 'annotator', 'annotate')).key,
      })),
    );
    const truth = await readLabels('train-labels-idx1-ubyte.gz');
    return await play({ winnow, lead, people, truth }, seed);
  } finally {
    await winnow.close();
  }
}

async function play(team: Team, seed: number): Promise<LiveLoop> {
  const { winnow, lead } = team;
  await ingest(team, 'train', 'pool');
  await ingest(team, 't10k', 'test');
  await winnow.ask(lead, 'PATCH', '', { votesPerExample: 3, overlapShare: 0.3 });
  const { featureSetId } = await winnow.ask<{ featureSetId: string }>(lead, 'POST', '/features', {
    extractor: 'pixels',
    configuration: { size: 14 },
  });
  const first = await winnow.ask<{ batchId: string }>(lead, 'POST', '/batches/seed', {
    count: SEED_LABELS,
    seed,
  });
  const start = performance.now();
  const votes = await label(team, first.batchId);
  let labelingSeconds = (performance.now() - start) / 1000;
  let { surrogateId } = await winnow.ask<{ surrogateId: string }>(lead, 'POST', '/surrogates', {
    featureSetId,
  });
  for (let number = 1; number <= ROUNDS; number++) {
    const scores = await winnow.ask<{ id: string; name: string; surrogateId: string }[]>(
      lead,
      'GET',
      '/scores',
    );
    const score = scores.find((each) => each.name === 'gini' && each.surrogateId === surrogateId);
    const selection = await winnow.ask<{ selectionId: string }>(lead, 'POST', '/selections', {
      scoreSetId: score?.id ?? '',
      scheme: 'power',
      parameters: { exponent: 0.5 },
      budget: BATCH,
      seed: seed + number,
    });
    const round = await winnow.ask<{ batchId: string; roundId: string }>(
      lead,
      'POST',
      `/selections/${selection.selectionId}/batch`,
    );
    const began = performance.now();
    votes.push(...(await label(team, round.batchId)));
    labelingSeconds += (performance.now() - began) / 1000;
    await winnow.ask(lead, 'POST', `/rounds/${round.roundId}/retrain`);
    const surrogates = await winnow.ask<{ id: string; name: string }[]>(lead, 'GET', '/surrogates');
    surrogateId = surrogates.find(({ name }) => name === `Round ${number}`)?.id ?? '';
  }
  const agreement = await winnow.ask<AgreementReport>(lead, 'GET', '/agreement');
  const rightLabels = {
    majority: await shareOfRightLabels(team, 'majority'),
    'dawid-skene': await shareOfRightLabels(team, 'dawid-skene'),
  };
  return {
    curve: await winnow.ask<LivePoint[]>(lead, 'GET', '/rounds/curve'),
    rounds: await winnow.ask<RoundView[]>(lead, 'GET', '/rounds'),
    votes,
    agreement,
    rightLabels,
    labelingSeconds,
  };
}

/** All at once, each at their own pace, until nothing is left for anybody. */
async function label({ winnow, people, truth }: Team, batchId: string): Promise<Vote[]> {
  const given = await Promise.all(
    people.map(async ({ key, annotator }) => {
      const votes: Vote[] = [];
      for (;;) {
        const { items } = await winnow.ask<HandOut>(key, 'POST', `/batches/${batchId}/next`, {});
        if (items.length === 0) return votes;
        for (const { example } of items) {
          const label = annotator.answer(truth[numberOf(example.key)] as number);
          const answer = { row: example.row, label, seconds: annotator.seconds() };
          await winnow.ask(key, 'POST', `/batches/${batchId}/annotations`, { answers: [answer] });
          votes.push({ row: example.row, truth: truth[numberOf(example.key)] as number, annotator, label });
        }
      }
    }),
  );
  return given.flat();
}

/** Of the pool's examples that have a label, as they are exported. */
async function shareOfRightLabels({ winnow, lead, truth }: Team, consensus: ConsensusRule): Promise<number> {
  await winnow.ask(lead, 'POST', '/agreement/consensus', { consensus });
  const lines = (await winnow.download(lead, '/exports/jsonl')).trimEnd().split('\n');
  const labeled = lines
    .map((line) => JSON.parse(line) as { id: string; split: string; label?: string | null })
    .filter(({ split, label }) => split === 'pool' && label);
  const right = labeled.filter(({ id, label }) => label === CLASSES[truth[numberOf(id)] ?? -1]);
  return right.length / labeled.length;
}

/** The place of an example in its IDX file. */
function numberOf(key: string): number {
  return Number(/(\d+)$/.exec(key)?.[1]);
}

async function ingest({ winnow, lead }: Team, part: 'train' | 't10k', split: 'pool' | 'test'): Promise<void> {
  const upload = async (fileName: string) => {
    const bytes = await readFile(join(FASHION_MNIST, fileName));
    const { uploadId } = await winnow.ask<{ uploadId: string }>(
      lead,
      'POST',
      `/uploads?fileName=${fileName}`,
      bytes,
    );
    return { kind: 'upload', uploadId, fileName };
  };
  const source = await upload(`${part}-images-idx3-ubyte.gz`);
  // The pool comes without its labels: only the simulated people know them.
  const labels = split === 'test' && { labelsSource: await upload(`${part}-labels-idx1-ubyte.gz`) };
  const rules = { format: 'idx', split: { by: 'fixed', split }, addClasses: false };
  await winnow.ask(lead, 'POST', '/ingests', { request: { ...rules, source, ...labels } });
}

async function readLabels(fileName: string): Promise<Uint8Array> {
  return gunzipSync(await readFile(join(FASHION_MNIST, fileName))).subarray(8);
}
