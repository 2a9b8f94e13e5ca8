import type { EngineInfo, EngineName } from '@/lib/surrogates/tensor-engine';
import type { Container } from '../container';

export interface EngineView {
  readonly engine: EngineInfo;
  /** the engines before it in the order, and why each does not run here */
  readonly tried: readonly { readonly name: EngineName; readonly reason: string }[];
}

export async function describeEngine(container: Container): Promise<EngineView> {
  const { engine, tried } = await container.loadedEngine();
  return { engine: engine.info, tried };
}
