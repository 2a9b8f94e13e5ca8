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
import { createTestContainer } from '../support/test-container';
import type { TestContainer } from '../support/test-container';
import { cookiesOf, useAsWebProcess, WEB_URL } from '../support/web-process';

const APP = fileURLToPath(new URL('../../app', import.meta.url));

/** Labeling platforms call these: a secret of their own opens them, a session never. */
const ROUTES_OF_PLATFORMS = ['api/hooks/[connectionId]', 'api/ml/[projectId]/[[...call]]'];

/** Procedures that belong to no project: what any signed-in person may ask for. A new one has to be entered here. */
const WITHOUT_PROJECT = [
  'session.me',
  'session.engine',
  'projects.list',
  'projects.create',
  'datasets.formats',
];
/** Routes that answer without a session. A new one has to be entered here. */
const OPEN_ROUTES = ['api/auth/[...all]', 'api/health', 'api/openapi.json', 'sign-in/confirm'];

// tRPC keeps every procedure under its full path here; its type says that they are nested.
const table = appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>;
const procedures = Object.entries(table).map(([path, procedure]) => ({ path, type: procedure._def.type }));
const ofProjects = procedures.filter(({ path }) => !WITHOUT_PROJECT.includes(path));

let world: TestContainer;
let projectId: string;
let stranger: SessionUser;
const members = {} as Record<Role, SessionUser>;

beforeAll(async () => {
  world = await createTestContainer();
  useAsWebProcess(world);
  for (const role of ROLES) members[role] = await world.createUser(role);
  stranger = await world.createUser('stranger');
  const others = ROLES.filter((role) => role !== 'owner').map((role) => ({ user: members[role], role }));
  projectId = (await world.createProject(members.owner, {}, others)).id;
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
  it('is found by enumeration', () => {
    expect(procedures.length).toBeGreaterThan(WITHOUT_PROJECT.length);
    expect(procedures.map(({ path }) => path)).toEqual(expect.arrayContaining(WITHOUT_PROJECT));
  });

  it.each(procedures)('$path is closed to whoever is not signed in', async ({ path }) => {
    expect(await ask(path, null)).toBe('UNAUTHORIZED');
  });

  it.each(ofProjects)('$path tells strangers that there is no such project', async ({ path }) => {
    expect(await ask(path, stranger)).toBe('NOT_FOUND');
  });

  it.each(ofProjects)('$path allows a role what it allows the roles below it', async ({ path, type }) => {
    const fromLowest = [...ROLES].reverse();
    const refused = [];
    for (const role of fromLowest) refused.push((await ask(path, members[role])) === 'FORBIDDEN');
    expect(refused).toEqual([...refused].sort((a, b) => Number(b) - Number(a)));
    expect(refused.at(-1), 'the owner may do everything').toBe(false);
    if (type === 'mutation') expect(refused[0], 'a viewer changes nothing').toBe(true);
    else expect(refused[0], 'a viewer sees everything').toBe(false);
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

describe('every route', () => {
  it('is found by walking the folder', () => {
    const found = routes.map(({ route }) => route);
    expect(found).toEqual(expect.arrayContaining([...OPEN_ROUTES, ...ROUTES_OF_PLATFORMS]));
  });

  it.each(
    routes.filter(
      ({ route }) =>
        ![...OPEN_ROUTES, ...ROUTES_OF_PLATFORMS].includes(route) && !route.startsWith('api/trpc'),
    ),
  )('$route is closed to whoever is not signed in, and to strangers', async (file) => {
    const strangers = await cookiesOf(world, stranger);
    for (const { method, response } of await request(file, null)) expect(response.status, method).toBe(401);
    for (const { method, response } of await request(file, strangers))
      expect(response.status, method).toBe(404);
  });

  it.each(routes.filter(({ route }) => ROUTES_OF_PLATFORMS.includes(route)))(
    '$route is closed to everybody without its own secret, owners who are signed in included',
    async (file) => {
      for (const cookie of [null, await cookiesOf(world, stranger), await cookiesOf(world, members.owner)]) {
        for (const { method, response } of await request(file, cookie)) {
          expect(response.status, method).toBe(401);
          expect(response.headers.getSetCookie()).toEqual([]);
        }
      }
    },
  );

  it.each(routes.filter(({ route }) => OPEN_ROUTES.includes(route)))(
    '$route, which is open, gives nobody a session',
    async (file) => {
      for (const { response } of await request(file, null)) {
        expect(response.headers.getSetCookie()).toEqual([]);
        expect([200, 303, 404]).toContain(response.status);
      }
    },
  );

  it('writing requests of other sites are refused even with a session', async () => {
    const cookie = await cookiesOf(world, members.owner);
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
    const signedIn = await GET(
      new Request(url, { headers: { cookie: await cookiesOf(world, members.owner) } }),
    );
    expect(await signedIn.json()).toMatchObject({ result: { data: { json: { id: members.owner.id } } } });
  });
});
