import { readdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { TRPCError } from '@trpc/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '@/lib/contracts/project';
import { ROLES } from '@/lib/contracts/project';
import { appRouter } from '@/server/api/root';
import type { SessionUser } from '@/server/api/trpc';
import { webProcess } from '@/server/api/web-process';
import { PROCEDURES, ROUTES } from '../support/access-table';
import { createTestContainer } from '../support/test-container';
import type { TestContainer } from '../support/test-container';
import { cookiesOf, useAsWebProcess, WEB_URL } from '../support/web-process';

const APP = fileURLToPath(new URL('../../app', import.meta.url));

// tRPC keeps every procedure under its full path here; its type says that they are nested.
const table = appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>;
const procedures = Object.entries(PROCEDURES).map(([path, verdict]) => ({ path, verdict }));
const ofProjects = procedures.flatMap(({ path, verdict }) =>
  verdict === 'signed-in' ? [] : [{ path, type: table[path]?._def.type, allowed: verdict }],
);

let world: TestContainer;
let projectId: string;
/** A member of another project, and of this one not. */
let stranger: SessionUser;
const members = {} as Record<Role, SessionUser>;
/** Each signs in once: sign-ins are rationed. */
const cookies = new Map<SessionUser, string>();
const cookieOf = (user: SessionUser) => cookies.get(user) ?? null;

beforeAll(async () => {
  world = await createTestContainer();
  useAsWebProcess(world);
  for (const role of ROLES) members[role] = await world.createUser(role);
  stranger = await world.createUser('stranger');
  await world.createProject(stranger, { name: 'Elsewhere' });
  const others = ROLES.filter((role) => role !== 'owner').map((role) => ({ user: members[role], role }));
  projectId = (await world.createProject(members.owner, {}, others)).id;
  for (const user of [stranger, ...Object.values(members)]) cookies.set(user, await cookiesOf(world, user));
});
afterAll(async () => {
  await (await webProcess()).container.db.$disconnect();
  await world.close();
});

/** Calls a procedure with nothing but the project, and says how it was refused: no input is complete. */
async function ask(path: string, user: SessionUser | null): Promise<TRPCError['code'] | 'allowed'> {
  const [group = '', name = ''] = path.split('.');
  const caller = world.caller(user) as unknown as Record<
    string,
    Record<string, (input: unknown) => Promise<unknown>>
  >;
  try {
    await caller[group]?.[name]?.({ projectId });
    return 'allowed';
  } catch (error) {
    if (error instanceof TRPCError) return error.code;
    throw error;
  }
}

describe('every procedure', () => {
  it('stands in the table, and nothing else does', () => {
    expect(Object.keys(table).sort()).toEqual(Object.keys(PROCEDURES).sort());
  });

  it.each(procedures)('$path is closed to whoever is not signed in', async ({ path }) => {
    expect(await ask(path, null)).toBe('UNAUTHORIZED');
  });

  it.each(ofProjects)(
    '$path tells members of other projects that there is no such project',
    async ({ path }) => {
      expect(await ask(path, stranger)).toBe('NOT_FOUND');
    },
  );

  it.each(ofProjects)('$path is for $allowed', async ({ path, allowed }) => {
    const open = [];
    for (const role of ROLES) if ((await ask(path, members[role])) !== 'FORBIDDEN') open.push(role);
    expect(open).toEqual(allowed);
  });

  it('that changes anything is for no viewer', () => {
    for (const { path, type, allowed } of ofProjects) {
      if (type === 'mutation') expect(allowed, path).not.toContain('viewer');
    }
  });

  it('but those of labeling is for no annotator', () => {
    const forAnnotators = ofProjects.filter(({ allowed }) => allowed.includes('annotator'));
    const others = forAnnotators.filter(({ path }) => !path.startsWith('annotations.'));
    expect(others.map(({ path }) => path)).toEqual(['projects.get']);
  });
});

interface RouteFile {
  readonly route: string;
  readonly path: string;
}
type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

const files = await readdir(APP, { recursive: true });
const routes: RouteFile[] = files
  .filter((file) => file.endsWith('route.ts'))
  .map((file) => ({ route: dirname(relative('.', file)), path: join(APP, file) }));

/** Calls each method of a route file with the project and, for all other parameters, with something that is not there. */
async function request(
  file: RouteFile,
  cookie: string | null,
): Promise<{ method: string; response: Response }[]> {
  const handlers = (await import(pathToFileURL(file.path).href)) as Record<string, Handler>;
  const names = [...file.route.matchAll(/\[(?:\.\.\.)?(\w+)\]/g)].map((match) => match[1] ?? '');
  const params = Object.fromEntries(names.map((name) => [name, name === 'projectId' ? projectId : '0']));
  const url = file.route.replace(/\[(?:\.\.\.)?(\w+)\]/g, (_whole, name: string) => params[name] ?? '');
  const methods = Object.keys(handlers).filter((name) =>
    ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].includes(name),
  );
  return Promise.all(
    methods.map(async (method) => {
      const headers = new Headers({
        origin: WEB_URL,
        host: new URL(WEB_URL).host,
        ...(cookie && { cookie }),
      });
      const body = method === 'GET' ? undefined : new URLSearchParams({ token: 'x' });
      const made = new Request(`${WEB_URL}/${url}`, { method, headers, body });
      const handler = handlers[method];
      if (!handler) throw new Error(`${file.path} has no ${method}`);
      return { method, response: await handler(made, { params: Promise.resolve(params) }) };
    }),
  );
}

const routesOf = (kind: (typeof ROUTES)[string]) => routes.filter(({ route }) => ROUTES[route] === kind);
const routesOfProjects = routes.flatMap((file) => {
  const allowed = ROUTES[file.route];
  return Array.isArray(allowed) ? [{ ...file, allowed: allowed as readonly Role[] }] : [];
});

describe('every route', () => {
  it('stands in the table, and nothing else does', () => {
    expect(routes.map(({ route }) => route).sort()).toEqual(Object.keys(ROUTES).sort());
  });

  it.each(routesOfProjects)(
    '$route is closed to whoever is not signed in, and to strangers',
    async (file) => {
      for (const { method, response } of await request(file, null)) expect(response.status, method).toBe(401);
      for (const { method, response } of await request(file, cookieOf(stranger)))
        expect(response.status, method).toBe(404);
    },
  );

  it.each(routesOfProjects)('$route is for $allowed', async (file) => {
    const open = [];
    for (const role of ROLES) {
      const answers = await request(file, cookieOf(members[role]));
      if (answers.every(({ response }) => response.status !== 403)) open.push(role);
    }
    expect(open).toEqual(file.allowed);
  });

  it.each(routesOf('secret'))(
    '$route is closed to everybody without its own secret, owners who are signed in included',
    async (file) => {
      for (const cookie of [null, cookieOf(stranger), cookieOf(members.owner)]) {
        for (const { method, response } of await request(file, cookie)) {
          expect(response.status, method).toBe(401);
          expect(response.headers.getSetCookie()).toEqual([]);
        }
      }
    },
  );

  it.each(routesOf('open'))('$route, which is open, gives nobody a session', async (file) => {
    for (const { response } of await request(file, null)) {
      expect(response.headers.getSetCookie()).toEqual([]);
      expect([200, 303, 400, 401, 404]).toContain(response.status);
    }
  });

  it('writing requests of other sites are refused even with a session', async () => {
    const cookie = cookies.get(members.owner) ?? '';
    const { POST } = (await import('@/app/api/trpc/[trpc]/route')) as {
      POST: (request: Request) => Promise<Response>;
    };
    const headers = { cookie, origin: 'https://evil.example', host: new URL(WEB_URL).host };
    const response = await POST(
      new Request(`${WEB_URL}/api/trpc/projects.create`, {
        method: 'POST',
        headers,
        body: '{"json":{"name":"x"}}',
      }),
    );
    expect(response.status).toBe(403);
  });

  it('the API answers over HTTP with the same session', async () => {
    const { GET } = (await import('@/app/api/trpc/[trpc]/route')) as {
      GET: (request: Request) => Promise<Response>;
    };
    const url = `${WEB_URL}/api/trpc/session.me`;
    expect((await GET(new Request(url))).status).toBe(401);
    const signedIn = await GET(new Request(url, { headers: { cookie: cookies.get(members.owner) ?? '' } }));
    expect(await signedIn.json()).toMatchObject({ result: { data: { json: { id: members.owner.id } } } });
  });
});
