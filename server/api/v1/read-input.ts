import { AppError } from '@/lib/errors';
import { checkText } from '../http/parse-json';
import { readJson } from '../http/read-json';
import type { JsonSchema } from './json-schema';
import type { HttpProcedure } from './procedures';

const MAXIMUM_BODY_BYTES = 4 * 2 ** 20;

/**
 * What a request gives a procedure: the path's parameters, and the query or the JSON body. The procedure itself checks
 * the values; here they only become numbers, lists and so on where its schema wants them.
 *
 * @throws AppError `bad-input` for a field that the procedure does not have, or a body that is no JSON object
 */
export async function readInput(
  request: Request,
  procedure: HttpProcedure,
  parameters: Readonly<Record<string, string>>,
): Promise<Record<string, unknown>> {
  const fields = procedure.input.properties ?? {};
  const { searchParams } = new URL(request.url);
  const given: [string, unknown][] = [...new Set(searchParams.keys())].map((name) => [
    name,
    valueOf(searchParams.getAll(name), fields[name] ?? {}),
  ]);
  if (procedure.method !== 'GET') given.push(...Object.entries(await readObject(request)));
  for (const [name, text] of Object.entries(parameters)) {
    given.push([name, valueOf([text], fields[name] ?? {})]);
  }
  const strange = given.find(([name]) => !Object.hasOwn(fields, name));
  if (strange === undefined) return Object.fromEntries(given);
  throw new AppError(
    'bad-input',
    `There is no field “${strange[0]}” here.`,
    `Fields are ${Object.keys(fields).join(', ')}.`,
  );
}

function valueOf(texts: readonly string[], schema: JsonSchema): unknown {
  const types = typesOf(schema);
  const text = texts.at(-1) ?? '';
  checkText(text);
  if (types.has('array')) return texts.map((one) => valueOf([one], schema.items ?? {}));
  if (types.has('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  const isNumber = text.trim() !== '' && Number.isFinite(Number(text));
  if ((types.has('number') || types.has('integer')) && isNumber) return Number(text);
  return text;
}

function typesOf(schema: JsonSchema): ReadonlySet<string> {
  const own = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
  const others = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap((one) => [...typesOf(one)]);
  return new Set([...own, ...others]);
}

async function readObject(request: Request): Promise<object> {
  const body = await readJson(request, MAXIMUM_BODY_BYTES, { kept: true });
  if (body === undefined) return {};
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body;
  throw new AppError('bad-input', 'The body is no JSON object.', 'Send one, such as {"budget": 100}.');
}
