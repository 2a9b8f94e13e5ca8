import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { parseHTML } from 'linkedom';
import { expect, it } from 'vitest';
import { DocsPage } from '@/components/api-docs/docs-page';
import { openApiDocument } from '@/server/api/v1/openapi';

it('the page of the HTTP API shows every operation, event and schema, and no link that leads nowhere', () => {
  const document = openApiDocument();
  const html = renderToStaticMarkup(createElement(DocsPage, { document }));
  const page = parseHTML(`<html><body>${html}</body></html>`).document;
  const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
  const shown = page.querySelectorAll('details');
  expect(shown.length).toBe(operations.length + Object.keys(document.webhooks).length);
  const text = page.body.textContent ?? '';
  for (const { summary } of operations) expect(text).toContain(summary);
  for (const name of Object.keys(document.components.schemas)) {
    expect(page.getElementById(`schema-${name}`), name).not.toBeNull();
  }
  for (const link of page.querySelectorAll('a[href^="#"]')) {
    const target = link.getAttribute('href')?.slice(1) ?? '';
    expect(page.getElementById(target), target).not.toBeNull();
  }
  // nothing is fetched from elsewhere
  expect(html).not.toMatch(/(?:src|href)="https?:/);
});
