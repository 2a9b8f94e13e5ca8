import { appRouter } from '../root';
import type { FileRoute } from './file-routes';
import { FILE_ROUTES } from './file-routes';
import type { HttpProcedure } from './procedures';
import { httpProcedures } from './procedures';

export type HttpRoute =
  | { readonly kind: 'procedure'; readonly procedure: HttpProcedure }
  | { readonly kind: 'file'; readonly file: FileRoute };

/** Everything below /api/v1. */
export const HTTP_ROUTES: readonly HttpRoute[] = [
  ...httpProcedures(appRouter).map((procedure) => ({ kind: 'procedure', procedure }) as const),
  ...FILE_ROUTES.map((file) => ({ kind: 'file', file }) as const),
];

export function operationOf(route: HttpRoute): HttpProcedure | FileRoute {
  return route.kind === 'file' ? route.file : route.procedure;
}

/** Names in braces, in their order. */
export function parametersOf(template: string): string[] {
  return [...template.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
}

const matchers = HTTP_ROUTES.map((route) => {
  const { method, template } = operationOf(route);
  const pattern = new RegExp(`^${template.replace(/[.]/g, '\\.').replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
  return { route, method, pattern, parameters: parametersOf(template).length };
}).sort((left, right) => left.parameters - right.parameters);

export interface FoundRoute {
  readonly route: HttpRoute;
  readonly parameters: Readonly<Record<string, string>>;
}

/** What stands at this address; of two that fit, the one that says more of the path itself. */
export function findRoute(method: string, path: string): FoundRoute | null {
  for (const matcher of matchers) {
    if (matcher.method !== method) continue;
    const match = matcher.pattern.exec(path);
    if (!match) continue;
    const parameters = Object.entries(match.groups ?? {}).map(([name, value]) => [name, decoded(value)]);
    return { route: matcher.route, parameters: Object.fromEntries(parameters) as Record<string, string> };
  }
  return null;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
