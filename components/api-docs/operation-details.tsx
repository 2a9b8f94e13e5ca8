import type { ReactNode } from 'react';
import type { Operation } from '@/server/api/v1/openapi';
import { Badge } from '../ui/badge';
import { CodeText } from './code-text';
import { SchemaView } from './schema-view';

export interface NamedOperation {
  readonly method: string;
  /** the path's template, or the event of a webhook */
  readonly path: string;
  readonly operation: Operation;
}

interface OperationDetailsProps {
  readonly named: NamedOperation;
  /** null for messages that Winnow itself sends */
  readonly base: string | null;
}

/** One operation in a line; opened, all that the document says of it. */
export function OperationDetails({ named, base }: OperationDetailsProps) {
  const { method, path, operation } = named;
  const scope = operation.security?.[0]?.apiKey?.[0];
  const answers = Object.entries(operation.responses).filter(([status]) => Number(status) < 300);
  const failures = Object.keys(operation.responses).filter((status) => Number(status) >= 400);
  return (
    <details className="group py-2">
      <summary className="flex cursor-pointer flex-wrap items-baseline gap-x-3 gap-y-1">
        <Badge tone={method === 'GET' ? 'neutral' : 'accent'}>{method}</Badge>
        <code className="font-mono text-sm break-all">{path}</code>
        <span className="text-ink-soft">{operation.summary}</span>
      </summary>
      <div className="flex flex-col gap-4 py-3 pl-2 sm:pl-6">
        {operation.description && (
          <p className="max-w-[80ch]">
            <CodeText text={operation.description} />
          </p>
        )}
        {scope && (
          <p className="text-ink-soft">
            Scope: <code className="font-mono text-sm">{scope}</code>
          </p>
        )}
        {operation.parameters.length > 0 && (
          <Part title={base === null ? 'Headers' : 'Parameters'}>
            <SchemaView
              schema={{
                type: 'object',
                properties: Object.fromEntries(
                  operation.parameters.map(({ name, schema, description }) => [
                    name,
                    { ...schema, ...(description && { description }) },
                  ]),
                ),
                required: operation.parameters.filter(({ required }) => required).map(({ name }) => name),
              }}
            />
          </Part>
        )}
        {operation.requestBody &&
          Object.entries(operation.requestBody.content).map(([type, { schema }]) => (
            <Part key={type} title={`Body, ${type}`}>
              <SchemaView schema={schema} />
            </Part>
          ))}
        {answers.map(([status, { description, content }]) => (
          <Part key={status} title={`Answer ${status}`}>
            {description && !content && <p className="text-ink-soft">{description}</p>}
            {Object.entries(content ?? {}).map(([type, { schema }]) => (
              <div key={type}>
                {type !== 'application/json' && <p className="font-mono text-sm text-ink-soft">{type}</p>}
                {type === 'application/json' && <SchemaView schema={schema} />}
              </div>
            ))}
          </Part>
        ))}
        {failures.length > 0 && (
          <p className="text-sm text-ink-soft">
            Errors ({failures.join(', ')}) are an{' '}
            <a href="#schema-Error" className="text-accent hover:underline">
              Error
            </a>
            .
          </p>
        )}
        {base !== null && (
          <Curl method={method} url={`${base}${path}`} hasBody={Boolean(operation.requestBody)} />
        )}
      </div>
    </details>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="min-w-0">
      <h3 className="mb-1 text-sm font-semibold">{title}</h3>
      {children}
    </div>
  );
}

function Curl({
  method,
  url,
  hasBody,
}: {
  readonly method: string;
  readonly url: string;
  readonly hasBody: boolean;
}) {
  const parts = [
    'curl',
    method !== 'GET' && `-X ${method}`,
    '-H "Authorization: Bearer $KEY"',
    hasBody && `-H 'Content-Type: application/json' -d '{…}'`,
    `"$WINNOW${url}"`,
  ];
  return (
    <pre className="rounded-md bg-sunken px-3 py-2 font-mono text-sm break-all whitespace-pre-wrap">
      {parts.filter(Boolean).join(' ')}
    </pre>
  );
}
