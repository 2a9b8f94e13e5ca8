/** Tells long work to stop. An `AbortSignal` is one; between threads it is a flag in shared memory. */
export interface StopSignal {
  readonly aborted: boolean;
}
