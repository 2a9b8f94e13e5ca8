import type { Random } from '@/lib/numeric/random';
import { Annotators } from './annotators';
import { ApiClient } from './api-client';
import type { ClientFigures } from './api-client';
import type { Ledger } from './ledger';
import { ProjectUser } from './project';

const CLASSES = Array.from({ length: 10 }, (_, index) => `class ${index}`);

/** A project of texts with people who label it, each signed in on their own. */
export async function gatherTeam(input: {
  readonly owner: ApiClient;
  readonly people: number;
  readonly texts: number;
  readonly batchSize: number;
  readonly pauseMs: number;
  readonly ledger: Ledger;
  readonly figures: ClientFigures;
  readonly random: Random;
}): Promise<Annotators> {
  const { owner, ledger, figures, batchSize, pauseMs, random } = input;
  const project = await ProjectUser.create(owner, { name: 'Texts', modality: 'text', classes: CLASSES });
  const lines = Array.from({ length: input.texts }, (_, row) =>
    JSON.stringify({ text: `Text number ${row}` }),
  );
  await project.ingest('texts.jsonl', Buffer.from(lines.join('\n')), {
    format: 'jsonl',
    split: { by: 'fixed', split: 'pool' },
  });
  const { projectId } = project;
  await owner.call('projects.update', { projectId, votesPerExample: 2, overlapShare: 0.2, leaseMinutes: 1 });
  const people = [];
  for (let index = 0; index < input.people; index++) {
    const email = `annotator-${index}@winnow.local`;
    const added = await owner.call<{ link: string }>('members.add', {
      ...{ projectId, email, name: `Annotator ${index}`, role: 'annotator' },
    });
    const client = await ApiClient.choosePassword(
      new URL(added.link),
      `a long enough phrase ${index}`,
      figures,
    );
    people.push({ client, email });
  }
  return new Annotators(people, project, ledger, { batchSize, pauseMs, random });
}
