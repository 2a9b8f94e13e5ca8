import type { Access } from '@/lib/contracts/access';
import { API_SCOPE_INFO, API_SCOPES, scopeAllows } from '@/lib/contracts/api-key';
import type { ApiScope } from '@/lib/contracts/api-key';
import { WEBHOOK_EVENT_INFO, WEBHOOK_EVENTS } from '@/lib/contracts/webhook';
import type { WebhookEvent } from '@/lib/contracts/webhook';
import type { ErrorCode } from '@/lib/errors';
import { STATUS } from '../http/error-response';
import { API_PREFIX } from './answer';
import { describedTypes } from './described-types';
import type { FileRoute } from './file-routes';
import { HTTP_ROUTES, operationOf, parametersOf } from './find-route';
import type { JsonSchema } from './json-schema';
import type { HttpProcedure } from './procedures';

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
}

interface Content {
  readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>>;
}

interface Answer extends Partial<Content> {
  readonly description?: string;
  readonly headers?: Readonly<Record<string, object>>;
  readonly $ref?: string;
}

export interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: Content & { readonly required: boolean };
  readonly responses: Readonly<Record<string, Answer>>;
}

export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly webhooks: Readonly<Record<string, { readonly post: Operation }>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly responses: Readonly<Record<string, object>>;
    readonly securitySchemes: Readonly<Record<string, object>>;
  };
}

const DESCRIPTION = [
  'Everything that Winnow’s pages do between ingest and report, for programs. Send `Authorization: Bearer <key>`; keys are made on the page API of each project.',
  `Scopes: ${API_SCOPES.map((scope) => `\`${scope}\` (${API_SCOPE_INFO[scope]})`).join(' ')}`,
  'Long work answers 202 with a `jobId`: poll `GET /jobs/{jobId}`, or listen to `GET /jobs/{jobId}/events`.',
  'Numbers that are none (not a number, infinite) are `null`. A label is an index into the project’s classes.',
].join('\n\n');

const ERROR_TEXTS: Partial<Record<ErrorCode, string>> = {
  'bad-input': 'The input is wrong.',
  unauthenticated: 'No key or session, or one that does not work.',
  forbidden: 'The key or the role does not go that far.',
  'not-found': 'There is no such thing, or none that the caller may see.',
  conflict: 'The thing is in a state that does not allow this now.',
  'too-large': 'Larger than a stated limit.',
  'too-many-requests': 'More often than a key may ask.',
  unavailable: 'Something that this server lacks, or a server that it asked does not answer.',
  internal: 'Our fault; the log of the server has the details.',
};

/** What is sent along with an error. */
const ERROR_HEADERS: Partial<Record<string, { readonly headers: object }>> = {
  'too-many-requests': {
    headers: { 'Retry-After': { description: 'seconds to wait', schema: { type: 'integer' } } },
  },
};

/** The document of the HTTP API, made of the procedures that have an address, their schemas and their types. */
export function openApiDocument(): OpenApiDocument {
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of HTTP_ROUTES) {
    const { template, method } = operationOf(route);
    const operation = route.kind === 'file' ? ofFile(route.file) : ofProcedure(route.procedure);
    paths[template] = { ...paths[template], [method.toLowerCase()]: operation };
  }
  const tags = [...new Set(HTTP_ROUTES.map((route) => tagOf(operationOf(route).path)))];
  return {
    openapi: '3.1.0',
    info: { title: 'Winnow', version: '1.0.0', description: DESCRIPTION },
    servers: [{ url: API_PREFIX }],
    tags: [...tags, 'webhooks'].map((name) => ({ name })),
    paths,
    webhooks: Object.fromEntries(WEBHOOK_EVENTS.map((event) => [event, { post: ofEvent(event) }])),
    components: {
      schemas: { ...describedTypes.components, Error: ERROR_SCHEMA },
      responses: Object.fromEntries(
        Object.entries(ERROR_TEXTS).map(([code, description]) => [
          code,
          { description, ...ERROR_HEADERS[code], ...json({ $ref: '#/components/schemas/Error' }) },
        ]),
      ),
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'A key of the project’s page API.' },
      },
    },
  };
}

const ERROR_SCHEMA: JsonSchema = {
  type: 'object',
  description: 'What every error answers.',
  properties: {
    code: { enum: Object.keys(ERROR_TEXTS) },
    message: { type: 'string', description: 'what happened, and where' },
    remedy: { type: 'string', description: 'what to do about it; may be empty' },
  },
  required: ['code', 'message', 'remedy'],
};

function ofProcedure(procedure: HttpProcedure): Operation {
  const { path, method, input } = procedure;
  const inPath = parametersOf(procedure.template);
  const said = describedTypes.inputs[path] ?? {};
  const fields = Object.entries(input.properties ?? {}).filter(([name]) => !inPath.includes(name));
  const described = fields.map(([name, schema]) => [name, describe(schema, said[name])] as const);
  const isRequired = (name: string) => name !== 'projectId' && (input.required?.includes(name) ?? false);
  const inQuery = described
    .filter(([name]) => method === 'GET' || name === 'projectId')
    .map(([name, schema]) =>
      queryParameter(
        name,
        name === 'projectId' ? describe(schema, 'of the key, unless named') : schema,
        isRequired(name),
      ),
    );
  const inBody = method === 'GET' ? [] : described.filter(([name]) => name !== 'projectId');
  const required = inBody.map(([name]) => name).filter(isRequired);
  return {
    ...head(procedure),
    parameters: [...pathParameters(inPath, input.properties), ...inQuery],
    ...(inBody.length > 0 && {
      requestBody: {
        required: required.length > 0,
        ...json({
          type: 'object',
          properties: Object.fromEntries(inBody),
          ...(required.length > 0 && { required }),
        }),
      },
    }),
    responses: { ...answerOf(procedure), ...errors() },
  };
}

/** What a receiver is sent; signed as Standard Webhooks has it. */
function ofEvent(event: WebhookEvent): Operation {
  const { title, description } = WEBHOOK_EVENT_INFO[event];
  const header = (name: string, said: string): Parameter => ({
    name,
    in: 'header',
    required: true,
    description: said,
    schema: { type: 'string' },
  });
  return {
    operationId: event,
    tags: ['webhooks'],
    summary: title,
    description,
    parameters: [
      header('webhook-id', 'the same however often the message is sent'),
      header('webhook-timestamp', 'seconds since 1970'),
      header('webhook-signature', 'v1,<base64 of HMAC-SHA256 over “id.timestamp.body”>'),
    ],
    requestBody: {
      required: true,
      ...json({
        type: 'object',
        properties: {
          type: { const: event },
          timestamp: { type: 'string', format: 'date-time' },
          data: describedTypes.events[event] ?? {},
        },
        required: ['type', 'timestamp', 'data'],
      }),
    },
    responses: {
      200: { description: 'Any 2xx: taken. Anything else, or nothing within five seconds: sent again.' },
    },
  };
}

function ofFile(route: FileRoute): Operation {
  const query = Object.entries(route.query ?? {});
  return {
    ...head(route),
    parameters: [
      ...pathParameters(parametersOf(route.template), route.parameters),
      ...query.map(([name, { schema, required }]) => queryParameter(name, schema, required)),
    ],
    ...(route.takesBytes && {
      requestBody: { required: true, content: { 'application/octet-stream': { schema: {} } } },
    }),
    responses: { 200: { description: 'The answer.', content: contentOf(route.answers) }, ...errors() },
  };
}

function head({ path, summary, description, access }: HttpProcedure | FileRoute) {
  const scope = scopeOf(access);
  return {
    operationId: path,
    tags: [tagOf(path)],
    summary,
    ...(description && { description }),
    security: [{ apiKey: [scope] }],
  };
}

function answerOf({ path, method }: HttpProcedure): Record<string, Answer> {
  const schema = describedTypes.answers[path];
  if (!schema) return { 204: { description: 'Done; there is nothing to say.' } };
  const component = schema.$ref ? describedTypes.components[schema.$ref.split('/').at(-1) ?? ''] : schema;
  if (method !== 'POST' || !component?.properties?.jobId) {
    return { 200: { description: 'The answer.', ...json(schema) } };
  }
  const location = { description: 'where the job is', schema: { type: 'string' } };
  return { 202: { description: 'A job does it.', headers: { Location: location }, ...json(schema) } };
}

function errors(): Record<string, Answer> {
  const codes = Object.keys(ERROR_TEXTS) as ErrorCode[];
  return Object.fromEntries(
    codes.map((code) => [String(STATUS[code]), { $ref: `#/components/responses/${code}` }]),
  );
}

function pathParameters(names: readonly string[], fields: JsonSchema['properties'] = {}): Parameter[] {
  return names.map((name) => ({
    name,
    in: 'path',
    required: true,
    schema: fields[name] ?? { type: 'string' },
  }));
}

/** What is said of a parameter stands beside it, not in its schema. */
function queryParameter(name: string, { description, ...schema }: JsonSchema, required: boolean): Parameter {
  return { name, in: 'query', required, ...(description && { description }), schema };
}

function describe(schema: JsonSchema, description: string | undefined): JsonSchema {
  return description && !schema.description ? { ...schema, description } : schema;
}

function json(schema: JsonSchema): Content {
  return { content: contentOf({ 'application/json': schema }) };
}

function contentOf(schemas: Readonly<Record<string, JsonSchema>>): Content['content'] {
  return Object.fromEntries(Object.entries(schemas).map(([type, schema]) => [type, { schema }]));
}

function tagOf(path: string): string {
  return path.split('.')[0] ?? path;
}

/** The narrowest scope that may this. */
function scopeOf(access: Access | null): ApiScope {
  return API_SCOPES.find((scope) => scopeAllows(scope, access ?? 'member')) ?? 'manage';
}
