import { randomUUID } from 'node:crypto';
import type { SchemeInfo, SelectionRequest, SelectionView } from '@/lib/contracts/selection';
import { describeParameters } from '@/lib/contracts/parameters';
import { SCHEMES, schemeByName } from '@/lib/selections/registry';
import type { Container } from '../container';
import { choose } from './choose.service';
import { writeChosen } from './chosen-file.service';
import { createSelection, listSelections } from './selections.repository';
import type { SelectionRow } from './selections.repository';

export function schemes(): SchemeInfo[] {
  return SCHEMES.map((scheme) => {
    const { name, title, description, family, source, deterministic, defaultScore } = scheme;
    const { needs, inclusionProbabilities, cost } = scheme;
    return {
      ...{ name, title, description, family, source, deterministic, defaultScore },
      ...{ needs, inclusionProbabilities, cost },
      nested: scheme.nested({}),
      parameters: describeParameters(scheme),
    };
  });
}

export async function list(container: Container, projectId: string): Promise<SelectionView[]> {
  return (await listSelections(container.db, projectId)).map(toView);
}

/** Chooses, and keeps the choice with all that is needed to make it again. */
export async function create(
  container: Container,
  userId: string,
  request: SelectionRequest,
): Promise<{ selectionId: string }> {
  const choice = await choose(container, request);
  const { projectId, scoreSetId, scheme, parameters, budget, seed } = request;
  const id = randomUUID();
  const chosenBlob = await writeChosen(container, `projects/${projectId}/selections/${id}`, choice);
  await createSelection(container.db, {
    id,
    projectId,
    scoreSetId,
    surrogateId: choice.surrogateId,
    featureSetId: choice.featureSetId,
    scheme,
    parameters: schemeByName(scheme).parameters.parse(parameters) as Record<string, string | number>,
    budget,
    seed,
    chosenBlob,
    createdById: userId,
  });
  return { selectionId: id };
}

function toView(selection: SelectionRow): SelectionView {
  const { id, scheme, scoreSet, parameters, budget, seed, batch, createdAt } = selection;
  return {
    id,
    scheme,
    schemeTitle: SCHEMES.find(({ name }) => name === scheme)?.title ?? scheme,
    scoreName: scoreSet?.name ?? null,
    parameters: parameters as Record<string, unknown>,
    budget,
    seed,
    batchId: batch?.id ?? null,
    createdAt,
  };
}
