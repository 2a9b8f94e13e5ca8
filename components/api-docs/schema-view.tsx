import type { JsonSchema } from '@/server/api/v1/json-schema';
import { CodeText } from './code-text';
import { boundsText } from './bounds-text';

/** A schema: of an object its fields, of anything else its type. */
export function SchemaView({ schema }: { readonly schema: JsonSchema }) {
  const fields = Object.entries(schema.properties ?? {});
  if (fields.length === 0) return <TypeOf schema={schema} />;
  return (
    <ul className="flex flex-col gap-1">
      {fields.map(([name, field]) => (
        <li key={name} className="break-words">
          <code className="font-mono text-sm font-medium">{name}</code>
          {!schema.required?.includes(name) && <span className="text-sm text-ink-faint"> optional</span>}{' '}
          <TypeOf schema={field} />
          {field.description && (
            <span className="text-ink-soft">
              {' – '}
              <CodeText text={field.description} />
            </span>
          )}
          <Nested schema={field} />
        </li>
      ))}
    </ul>
  );
}

/** The fields of objects that stand within others. */
function Nested({ schema }: { readonly schema: JsonSchema }) {
  const inner = [schema, schema.items, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]
    .flatMap((one) => (one ? [one, ...(one.items && one !== schema ? [one.items] : [])] : []))
    .filter((one) => one.properties);
  return inner.map((one, index) => (
    <div key={index} className="my-1 ml-1 border-l border-line pl-4">
      <SchemaView schema={one} />
    </div>
  ));
}

/** A type in a few words, with links to the schemas that it names. */
function TypeOf({ schema }: { readonly schema: JsonSchema }) {
  const bounds = boundsText(schema);
  return (
    <span className="text-sm text-ink-soft">
      <TypeName schema={schema} />
      {bounds && ` (${bounds})`}
    </span>
  );
}

function TypeName({ schema }: { readonly schema: JsonSchema }) {
  const name = schema.$ref?.split('/').at(-1);
  if (name) {
    return (
      <a href={`#schema-${name}`} className="text-accent hover:underline">
        {name}
      </a>
    );
  }
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) {
    return choices.map((choice, index) => (
      <span key={index}>
        {index > 0 && ' or '}
        <TypeName schema={choice} />
      </span>
    ));
  }
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.items) {
    return (
      <>
        list of <TypeName schema={schema.items} />
      </>
    );
  }
  return schema.type === undefined ? 'anything' : [schema.type].flat().join(' or ');
}
