/** Measures how long something was looked at: time while the page is hidden does not count. */
export interface Stopwatch {
  /** Begins anew at zero. */
  readonly restart: () => void;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly seconds: () => number;
}

export function createStopwatch(nowMilliseconds: () => number): Stopwatch {
  let gathered = 0;
  let runningSince: number | null = null;
  const elapsed = () => gathered + (runningSince === null ? 0 : nowMilliseconds() - runningSince);
  return {
    restart() {
      gathered = 0;
      if (runningSince !== null) runningSince = nowMilliseconds();
    },
    pause() {
      gathered = elapsed();
      runningSince = null;
    },
    resume() {
      runningSince ??= nowMilliseconds();
    },
    seconds: () => elapsed() / 1000,
  };
}
