import { command, whyNot } from './command';

/** A network namespace with one wire to this machine, which can be pulled. */
export class OwnNetwork {
  private constructor(
    private readonly name: string,
    private readonly wire: string,
    /** of this machine, as seen from inside */
    readonly hostAddress: string,
  ) {}

  /** Why none can be made here; null where one can. */
  static async needs(): Promise<string | null> {
    const lack = await whyNot(async () => (await OwnNetwork.make()).remove());
    return lack && `no network namespace can be made: ${lack}`;
  }

  static async make(): Promise<OwnNetwork> {
    const name = `winnow-faults-${process.pid}`;
    // Names of wires are 15 characters at most.
    const [wire, end] = [`wf${process.pid}a`, `wf${process.pid}b`];
    const subnet = `10.213.${process.pid % 256}`;
    const network = new OwnNetwork(name, wire, `${subnet}.1`);
    await command('ip', 'netns', 'add', name);
    try {
      await command('ip', 'link', 'add', wire, 'type', 'veth', 'peer', 'name', end, 'netns', name);
      await command('ip', 'address', 'add', `${subnet}.1/30`, 'dev', wire);
      await command('ip', 'link', 'set', wire, 'up');
      await command('ip', '-n', name, 'address', 'add', `${subnet}.2/30`, 'dev', end);
      await command('ip', '-n', name, 'link', 'set', end, 'up');
      await command('ip', '-n', name, 'link', 'set', 'lo', 'up');
      return network;
    } catch (error) {
      await network.remove();
      throw error;
    }
  }

  /** What runs a program inside. */
  get runner(): readonly [string, ...string[]] {
    return ['ip', 'netns', 'exec', this.name];
  }

  /** Nothing passes, and nobody is told. */
  cut(): Promise<void> {
    return command('ip', 'link', 'set', this.wire, 'down');
  }

  mend(): Promise<void> {
    return command('ip', 'link', 'set', this.wire, 'up');
  }

  async remove(): Promise<void> {
    // It would go with the namespace, but later.
    await command('ip', 'link', 'delete', this.wire).catch(() => undefined);
    await command('ip', 'netns', 'delete', this.name);
  }
}
