import type { OpenApiDocument } from '@/server/api/v1/openapi';
import { ButtonLink } from '../ui/button';
import { Page, PageHeader } from '../ui/page-header';
import { Section } from '../ui/section';
import { CodeText } from './code-text';
import { OperationDetails, type NamedOperation } from './operation-details';
import { SchemaView } from './schema-view';

/** The OpenAPI document to read: everything on it comes from the document. */
export function DocsPage({ document }: { readonly document: OpenApiDocument }) {
  const base = document.servers[0]?.url ?? '';
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): NamedOperation => ({
      method: method.toUpperCase(),
      path,
      operation,
    })),
  );
  const events = Object.entries(document.webhooks).map(([name, { post }]): NamedOperation => ({
    method: 'POST',
    path: name,
    operation: post,
  }));
  return (
    <Page>
      <PageHeader
        title={`${document.info.title} HTTP API`}
        description={`Version ${document.info.version}, below ${base}.`}
        action={
          <ButtonLink href="/api/openapi.json" prefetch={false}>
            openapi.json
          </ButtonLink>
        }
      />
      <div className="flex max-w-[80ch] flex-col gap-2">
        {document.info.description.split('\n\n').map((paragraph) => (
          <p key={paragraph}>
            <CodeText text={paragraph} />
          </p>
        ))}
      </div>
      <nav aria-label="Parts of the API">
        <ul className="flex flex-wrap gap-x-4 gap-y-1">
          {document.tags.map(({ name }) => (
            <li key={name}>
              <a href={`#${name}`} className="text-accent hover:underline">
                {name}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {document.tags.map(({ name }) => (
        <div key={name} id={name} className="scroll-mt-16">
          <Section title={name}>
            <ul className="flex flex-col divide-y divide-line">
              {[...operations, ...events]
                .filter(({ operation }) => operation.tags.includes(name))
                .map((named) => (
                  <li key={named.operation.operationId}>
                    <OperationDetails named={named} base={name === 'webhooks' ? null : base} />
                  </li>
                ))}
            </ul>
          </Section>
        </div>
      ))}
      <Section title="Schemas" description="What answers and messages are made of.">
        <dl className="flex flex-col gap-5">
          {Object.entries(document.components.schemas).map(([name, schema]) => (
            <div key={name} id={`schema-${name}`} className="scroll-mt-16">
              <dt className="font-mono font-medium">{name}</dt>
              <dd>
                <SchemaView schema={schema} />
              </dd>
            </div>
          ))}
        </dl>
      </Section>
    </Page>
  );
}
