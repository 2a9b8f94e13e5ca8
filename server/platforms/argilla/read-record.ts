import type { LabelTarget } from '@/lib/contracts/platform';
import type { PlatformAnnotation, PlatformTask, TaskOrigin } from '../annotation-platform';
import type { ArgillaRecord, ArgillaResponse } from './schemas';

/** The external id of records that Winnow makes. It is unique in a dataset, so that none can be made twice. */
const OWN_ID = /^winnow:([^:]+):(.*)$/s;

export function externalId({ pushId, exampleKey }: TaskOrigin): string {
  return `winnow:${pushId}:${exampleKey}`;
}

export function readRecord(record: ArgillaRecord, target: LabelTarget): PlatformTask {
  const { id, fields, external_id, responses } = record;
  const [, pushId, exampleKey] = OWN_ID.exec(external_id ?? '') ?? [];
  return {
    id,
    value: fields[target.dataKey],
    origin: pushId === undefined || exampleKey === undefined ? null : { pushId, exampleKey },
    annotations: (responses ?? [])
      .filter(({ status }) => status === 'submitted' || status === 'discarded')
      .map((response) => readResponse(response, target)),
  };
}

/** Argilla marks no ground truth and measures no time. */
function readResponse(response: ArgillaResponse, { control, choices }: LabelTarget): PlatformAnnotation {
  const { id, user_id, status, values, updated_at } = response;
  const answered = values?.[control]?.value;
  return {
    id,
    annotator: user_id,
    choice: choices.find(({ value }) => value === answered)?.value ?? null,
    skipped: status === 'discarded',
    groundTruth: false,
    seconds: null,
    // In Argilla's answers a moment without a zone is one of UTC.
    updatedAt: new Date(/Z|[+-]\d\d:\d\d$/.test(updated_at) ? updated_at : `${updated_at}Z`),
  };
}
