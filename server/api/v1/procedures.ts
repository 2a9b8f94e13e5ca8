import type { AnyRouter } from '@trpc/server';
import { z } from 'zod';
import { ACCESSES, type Access } from '@/lib/contracts/access';
import type { JsonSchema } from './json-schema';

export type HttpMethod = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** A procedure that the HTTP API offers. */
export interface HttpProcedure {
  /** e.g. `jobs.get` */
  readonly path: string;
  readonly type: 'query' | 'mutation';
  readonly method: HttpMethod;
  /** e.g. `/jobs/{jobId}`, below /api/v1 */
  readonly template: string;
  /** null where any signed-in person may ask */
  readonly access: Access | null;
  readonly summary: string;
  readonly description: string;
  readonly input: JsonSchema;
}

const metaSchema = z.object({
  access: z.enum(ACCESSES).nullable().default(null),
  http: z.string(),
  summary: z.string(),
  description: z.string().default(''),
});

interface AnyProcedure {
  readonly _def: {
    readonly type: 'query' | 'mutation';
    readonly meta?: unknown;
    readonly inputs: readonly z.ZodType[];
  };
}

/** All procedures of a router that have an HTTP address, in the order of the router. */
export function httpProcedures(router: AnyRouter): HttpProcedure[] {
  // tRPC keeps every procedure under its full path here; its type says that they are nested.
  const procedures = router._def.procedures as Record<string, AnyProcedure>;
  return Object.entries(procedures).flatMap(([path, { _def }]) => {
    const meta = metaSchema.safeParse(_def.meta);
    if (!meta.success) return [];
    const { http, ...rest } = meta.data;
    const [method, template] = http.split(' ') as [HttpMethod, string];
    return [{ path, type: _def.type, method, template, ...rest, input: inputSchema(_def.inputs) }];
  });
}

/** The inputs of a procedure as one object: each `.input()` adds its fields. */
function inputSchema(inputs: readonly z.ZodType[]): JsonSchema {
  const schemas = inputs.map((input) => z.toJSONSchema(input, { io: 'input' }) as JsonSchema);
  const required = new Set(schemas.flatMap((schema) => schema.required ?? []));
  return {
    type: 'object',
    properties: Object.assign({}, ...schemas.map(({ properties }) => properties ?? {})) as Record<
      string,
      JsonSchema
    >,
    ...(required.size > 0 && { required: [...required] }),
  };
}
