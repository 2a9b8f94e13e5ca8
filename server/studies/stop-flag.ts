import type { StopSignal } from '@/lib/stop-signal';

/** One word that all threads see: 0 go on, 1 stop. */
export type StopFlag = Int32Array<SharedArrayBuffer>;

export function createStopFlag(): StopFlag {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
}

export function raise(flag: StopFlag): void {
  Atomics.store(flag, 0, 1);
}

/** The flag as computations ask for it. A thread in the middle of a fit reads no messages, but it reads memory. */
export function stopSignalOf(flag: StopFlag): StopSignal {
  return {
    get aborted() {
      return Atomics.load(flag, 0) === 1;
    },
  };
}
