import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Role } from '@/lib/contracts/project';
import { ROLES } from '@/lib/contracts/project';
import type { SessionUser } from '@/server/api/trpc';
import { createSignInLink } from '@/server/auth/links';
import { StartedServer } from './started-server';
import { createTestContainer } from './test-container';
import type { TestContainer } from './test-container';
import { cookieHeader } from './web-process';

const SECRET = 'a secret that signs the sessions of tests only';

/** A running Winnow, its database seen from the side, and a project with one person of each role. */
export interface AttackedServer {
  readonly world: TestContainer;
  /** where it listens */
  readonly url: string;
  /** the address that browsers are told */
  readonly origin: string;
  readonly projectId: string;
  readonly members: Readonly<Record<Role, SessionUser>>;
  /** a member of another project only */
  readonly stranger: SessionUser;
  readonly strangersProjectId: string;
  /** Signs in; what the browser sends as its cookies from then on. */
  cookiesOf(user: SessionUser): Promise<string>;
  signIn(user: SessionUser, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** A request as a browser makes it from Winnow's own page. */
  ask(path: string, request?: AttackedRequest): Promise<Response>;
  /** everything that its processes have logged */
  logs(): Promise<string>;
  stop(): Promise<void>;
}

interface AttackedRequest extends RequestInit {
  readonly cookie?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The app must be built. */
export async function startAttackedServer(
  settings: Readonly<Record<string, string>> = {},
): Promise<AttackedServer> {
  const world = await createTestContainer();
  const { dataFolder } = world.container.env;
  const server = await StartedServer.start({
    DATABASE_URL: world.databaseUrl,
    WINNOW_DATA: dataFolder,
    WINNOW_SECRET: SECRET,
    ...settings,
  });
  const members = {} as Record<Role, SessionUser>;
  for (const role of ROLES) members[role] = await world.createUser(role);
  const stranger = await world.createUser('stranger');
  const elsewhere = await world.createProject(stranger, { name: 'Elsewhere' });
  const others = ROLES.filter((role) => role !== 'owner').map((role) => ({ user: members[role], role }));
  const { id: projectId } = await world.createProject(members.owner, {}, others);
  const { url: origin, localUrl: url } = server;

  const ask: AttackedServer['ask'] = (path, { cookie = null, headers = {}, ...request } = {}) =>
    fetch(`${url}${path}`, {
      redirect: 'manual',
      ...request,
      headers: { ...(request.method && { origin }), ...(cookie && { cookie }), ...headers },
    });
  const signIn: AttackedServer['signIn'] = async (user, headers = {}) => {
    const settingsOfLinks = { db: world.container.db, secret: SECRET, url: origin };
    const token = new URL(await createSignInLink(settingsOfLinks, user.email)).searchParams.get('token');
    // Sign-ins are rationed by address; here all come from one.
    await world.container.db.rateLimit.deleteMany();
    return ask('/sign-in/confirm', {
      method: 'POST',
      body: new URLSearchParams({ token: token ?? '' }),
      headers,
    });
  };
  return {
    world,
    url,
    origin,
    projectId,
    members,
    stranger,
    strangersProjectId: elsewhere.id,
    ask,
    signIn,
    cookiesOf: async (user) => cookieHeader(await signIn(user)),
    logs: () => readFile(join(dataFolder, 'log', 'winnow.log'), 'utf8'),
    async stop() {
      await server.kill();
      await world.close();
    },
  };
}
