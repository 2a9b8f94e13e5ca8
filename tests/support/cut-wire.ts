import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

/**
 * A wire to a server that can be cut: then nothing comes through in either direction and nobody is told, as when a
 * switch fails. What was on its way arrives once the wire is mended.
 */
export class CutWire {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private isCut = false;

  private constructor(target: URL) {
    this.server = createServer((near) => {
      const far = connect(Number(target.port), target.hostname);
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        this.sockets.add(from);
        from.on('data', (chunk: Buffer) => to.write(chunk));
        from.on('error', () => to.destroy());
        from.on('close', () => {
          this.sockets.delete(from);
          to.destroy();
        });
        if (this.isCut) from.pause();
      }
    });
  }

  /** @param host where its near end is */
  static async to(target: URL, host = '127.0.0.1'): Promise<CutWire> {
    const wire = new CutWire(target);
    wire.server.listen(0, host);
    await once(wire.server, 'listening');
    return wire;
  }

  /** The address that is reached through the wire. */
  through(target: URL): string {
    const url = new URL(target);
    const { address, port } = this.server.address() as AddressInfo;
    url.hostname = address;
    url.port = String(port);
    return url.href;
  }

  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.pause();
  }

  mend(): void {
    this.isCut = false;
    for (const socket of this.sockets) socket.resume();
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }
}
