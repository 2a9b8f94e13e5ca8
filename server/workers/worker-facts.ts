import { availableParallelism, hostname, totalmem } from 'node:os';
import type { Container } from '../container';
import { VERSION } from '../version';
import type { WorkerFacts } from './workers.repository';

/** What this process has to work with: what its container allows where there is one, else the machine. */
export async function describeWorker(container: Container, name: string): Promise<WorkerFacts> {
  const { engine, device } = await describeEngine(container);
  const allowed = process.constrainedMemory();
  const memory = allowed > 0 ? Math.min(allowed, totalmem()) : totalmem();
  return {
    name,
    host: hostname(),
    version: VERSION,
    cores: availableParallelism(),
    memoryBytes: BigInt(memory),
    engine,
    device,
  };
}

/** A worker without an engine still does what needs none. */
async function describeEngine(container: Container): Promise<{ engine: string; device: string }> {
  try {
    const { info } = await container.engine();
    return { engine: info.name, device: info.device };
  } catch (error) {
    container.log.error({ err: error }, 'no engine loads here');
    return { engine: 'none', device: 'cpu' };
  }
}
