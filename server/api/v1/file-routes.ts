import type { Access } from '@/lib/contracts/access';
import { VOTE_FILES } from '@/lib/contracts/vote-file';
import { FILE_FORMAT_INFO, FILE_FORMATS } from '@/lib/contracts/file-format';
import { BUDGET_UNITS } from '@/lib/planning/label-cost';
import { SPLITS } from '@/lib/contracts/project';
import { downloadAnalysisFile } from '../http/analysis-files';
import { answerImage, answerText, answerThumbnail } from '../http/example-contents';
import { downloadExport } from '../http/exports';
import { downloadPlanFile } from '../http/plan-files';
import { downloadLiveCurve } from '../http/round-files';
import { downloadSelectionCsv } from '../http/selection-files';
import { downloadVotes } from '../http/vote-files';
import { downloadStudyFile } from '../http/study-files';
import { answerUpload } from '../http/uploads';
import { streamJobEvents } from './job-events';
import type { JsonSchema } from './json-schema';
import type { HttpMethod } from './procedures';

/** What the HTTP API offers beside procedures: bytes in, bytes out. */
export interface FileRoute {
  /** e.g. `studies.file`; what comes before the dot groups it */
  readonly path: string;
  readonly method: HttpMethod;
  readonly template: string;
  readonly access: Access;
  readonly summary: string;
  readonly description: string;
  /** of parameters of the template that are not just any text */
  readonly parameters?: Readonly<Record<string, JsonSchema>>;
  /** besides those of the template */
  readonly query?: Readonly<Record<string, { readonly schema: JsonSchema; readonly required: boolean }>>;
  /** whether the request's body is a file */
  readonly takesBytes?: true;
  /** schema of each media type that it answers with */
  readonly answers: Readonly<Record<string, JsonSchema>>;
  answer(request: Request, context: { params: Promise<Record<string, string>> }): Promise<Response>;
}

const BYTES: JsonSchema = {};
const TEXT: JsonSchema = { type: 'string' };
const CHARTS = { 'text/csv': TEXT, 'image/svg+xml': TEXT, 'image/png': BYTES };

/** The formats that examples are given out in. */
const EXPORTS = FILE_FORMATS.flatMap((format) => {
  const facts = FILE_FORMAT_INFO[format].export;
  if (!facts) return [];
  const [mediaType = ''] = facts.contentType.split(';');
  return { format, mediaType, holds: Object.keys(facts.content).join(', ') };
});

/** A handler that finds the parameters it names in the template. */
function by<Parameters>(
  handler: (request: Request, context: { params: Promise<Parameters> }) => Promise<Response>,
): FileRoute['answer'] {
  return (request, { params }) => handler(request, { params: params as Promise<Parameters> });
}

export const FILE_ROUTES: readonly FileRoute[] = [
  {
    path: 'jobs.events',
    method: 'GET',
    template: '/jobs/{jobId}/events',
    access: 'viewer',
    summary: 'A job as it goes on, as Server-Sent Events',
    description:
      'Each `progress` is the job as `GET /jobs/{jobId}` answers it; the last event is named `done`, `failed` or `cancelled`, and ends the stream.',
    query: {
      projectId: { schema: { type: 'string', description: 'of the key, unless named' }, required: false },
    },
    answers: { 'text/event-stream': TEXT },
    answer: by(streamJobEvents),
  },
  {
    path: 'datasets.upload',
    method: 'POST',
    template: '/projects/{projectId}/uploads',
    access: 'lead',
    summary: 'Upload a file, as the raw body',
    description:
      'The answer’s `uploadId` is what an ingest or a surrogate from elsewhere names as its source.',
    query: { fileName: { schema: { type: 'string' }, required: true } },
    takesBytes: true,
    answers: {
      'application/json': {
        type: 'object',
        properties: { uploadId: TEXT, fileName: TEXT, bytes: { type: 'number' } },
        required: ['uploadId', 'fileName', 'bytes'],
      },
    },
    answer: by(answerUpload),
  },
  {
    path: 'examples.image',
    method: 'GET',
    template: '/projects/{projectId}/examples/{row}/image',
    access: 'member',
    summary: 'The original bytes of an image',
    description: '',
    answers: { 'image/*': BYTES },
    answer: by(answerImage),
  },
  {
    path: 'examples.thumbnail',
    method: 'GET',
    template: '/projects/{projectId}/examples/{row}/thumbnail',
    access: 'member',
    summary: 'An image in small',
    description: '',
    answers: { 'image/webp': BYTES },
    answer: by(answerThumbnail),
  },
  {
    path: 'examples.text',
    method: 'GET',
    template: '/projects/{projectId}/examples/{row}/text',
    access: 'member',
    summary: 'The whole of a text, in UTF-8',
    description: '',
    answers: { 'text/plain': TEXT },
    answer: by(answerText),
  },
  {
    path: 'exports.file',
    method: 'GET',
    template: '/projects/{projectId}/exports/{format}',
    access: 'viewer',
    summary: 'Examples with labels, answers, probabilities and weights, in a file format',
    description: `All examples, or those of a selection, a batch or a split; sent while it is written, so that its length is not known before. Formats hold: ${EXPORTS.map(({ format, holds }) => `\`${format}\` ${holds}`).join('; ')}.`,
    parameters: { format: { type: 'string', enum: EXPORTS.map(({ format }) => format) } },
    query: {
      selection: { schema: { type: 'string', description: 'its id; in its order' }, required: false },
      batch: { schema: { type: 'string', description: 'its id; in its order' }, required: false },
      split: { schema: { type: 'string', enum: SPLITS }, required: false },
    },
    answers: Object.fromEntries(EXPORTS.map(({ mediaType }) => [mediaType, BYTES])),
    answer: by(downloadExport),
  },
  {
    path: 'votes.file',
    method: 'GET',
    template: '/projects/{projectId}/votes/{file}',
    access: 'viewer',
    summary: 'All answers of people, one a line: votes.csv or votes.jsonl',
    description:
      'By example and time, without those that were taken back. `current` is false where the same person answered the example again.',
    parameters: { file: { type: 'string', enum: VOTE_FILES } },
    answers: { 'text/csv': TEXT, 'application/jsonl': TEXT },
    answer: by(downloadVotes),
  },
  {
    path: 'selections.csv',
    method: 'GET',
    template: '/projects/{projectId}/selections/{selectionId}/selection.csv',
    access: 'viewer',
    summary: 'A selection with inclusion probabilities and weights',
    description: 'So that a model can be trained on it elsewhere.',
    answers: { 'text/csv': TEXT },
    answer: by(downloadSelectionCsv),
  },
  {
    path: 'rounds.file',
    method: 'GET',
    template: '/projects/{projectId}/rounds/{file}',
    access: 'viewer',
    summary: 'The live curve: curve.csv, curve.json, curve.svg or curve.png',
    description: '',
    answers: { ...CHARTS, 'application/json': {} },
    answer: by(downloadLiveCurve),
  },
  {
    path: 'plans.file',
    method: 'GET',
    template: '/projects/{projectId}/plan/{file}',
    access: 'viewer',
    summary: 'The plan as one page to sign, plan.pdf, or the scenarios of a study, scenarios.csv',
    description:
      'The same query as the forecast’s; for scenarios.csv, `source` is the study and `budgets` are labels paid in all.',
    parameters: { file: { type: 'string', enum: ['plan.pdf', 'scenarios.csv'] } },
    query: {
      source: { schema: { type: 'string', description: '`live` or a study’s id' }, required: false },
      curve: { schema: { type: 'string' }, required: false },
      targetError: { schema: { type: 'number' }, required: false },
      budget: { schema: { type: 'number' }, required: false },
      budgetUnit: { schema: { type: 'string', enum: BUDGET_UNITS }, required: false },
      budgets: { schema: { type: 'array', items: { type: 'number' } }, required: false },
    },
    answers: { 'application/pdf': BYTES, 'text/csv': TEXT },
    answer: by(downloadPlanFile),
  },
  {
    path: 'studies.file',
    method: 'GET',
    template: '/projects/{projectId}/studies/{studyId}/{file}',
    access: 'viewer',
    summary: 'The report of a study: report.json, report.html, curves.csv, curves.svg or curves.png',
    description: '',
    answers: { ...CHARTS, 'application/json': {}, 'text/html': TEXT },
    answer: by(downloadStudyFile),
  },
  {
    path: 'analyses.file',
    method: 'GET',
    template: '/projects/{projectId}/analyses/{analysisId}/{file}',
    access: 'viewer',
    summary: 'The report of an analysis: report.json, and each chart as .csv, .svg or .png',
    description: '',
    answers: { ...CHARTS, 'application/json': {} },
    answer: by(downloadAnalysisFile),
  },
];
