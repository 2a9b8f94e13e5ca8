import { afterEach, expect, test } from 'vitest';
import type { ProjectTarget } from '@/server/platforms/annotation-platform';
import type { PlatformWorld } from './annotation-platform-conformance';
import type { StandInServer } from './stand-in-server';

/** What goes wrong, as far as the platform can be made to: a stand-in can, a real one cannot. */
export function describePlatformErrors(
  current: () => { readonly world: PlatformWorld; readonly of: ProjectTarget },
): void {
  const failing = (name: string, run: (server: StandInServer) => Promise<void>) =>
    test(name, async (context) => {
      const { server } = current().world;
      if (!server) return context.skip('a real platform does not fail when it is told to');
      await run(server);
    });
  afterEach(() => {
    const { server } = current().world;
    if (server) server.fault = () => null;
  });

  failing('reads again after errors of the server, time-outs and broken connections', async (server) => {
    for (const fault of [{ status: 502 }, 'hang', 'lose-answer'] as const) {
      let calls = 0;
      server.fault = () => (calls++ === 0 ? fault : null);
      expect(await current().world.platform.listProjects()).toHaveLength(1);
      expect(calls).toBeGreaterThan(1);
    }
  });

  failing('gives up with a reason and a remedy', async (server) => {
    const { platform } = current().world;
    for (const fault of [{ status: 500 }, 'hang'] as const) {
      server.fault = () => fault;
      await expect(platform.listProjects()).rejects.toMatchObject({
        code: 'unavailable',
        remedy: expect.stringMatching(/./) as string,
      });
    }
    server.fault = () => ({ status: 403 });
    await expect(platform.listProjects()).rejects.toThrow(/may not do this/);
    server.fault = () => ({ status: 401 });
    await expect(platform.listProjects()).rejects.toThrow(/does not accept this token/);
    server.fault = () => ({ status: 404 });
    await expect(platform.listProjects()).rejects.toMatchObject({ code: 'not-found' });
  });

  failing('knows an answer that is not the platform’s', async (server) => {
    const { platform, adapter } = current().world;
    for (const body of [{ hello: 'world' }, Buffer.from('<html>'), []]) {
      server.fault = () => ({ status: 200, body });
      await expect(platform.listProjects()).rejects.toThrow(`as ${adapter.title} does`);
    }
  });

  failing('makes tasks with one request, even where its answer is lost', async (server) => {
    const { world, of } = current();
    const texts = [{ origin: { exampleKey: 'a', pushId: 'push-9' }, text: 'once' }];
    for (const fault of [{ status: 500 }, 'lose-answer'] as const) {
      const before = server.requests.length;
      server.fault = () => fault;
      await expect(world.platform.importTexts(of, texts)).rejects.toMatchObject({ code: 'unavailable' });
      expect(server.requests).toHaveLength(before + 1);
    }
    server.fault = () => null;
    const made: string[] = [];
    for await (const { id, origin } of world.platform.tasksAfter(of, null)) {
      if (origin?.pushId === 'push-9') made.push(id);
    }
    expect(made).toHaveLength(1);
    await world.platform.removeTasks(world.project, made);
  });
}
