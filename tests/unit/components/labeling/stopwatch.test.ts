import { describe, expect, it } from 'vitest';
import { createStopwatch } from '@/components/labeling/stopwatch';

function stopwatchAt(start: number) {
  const clock = { milliseconds: start };
  return { clock, stopwatch: createStopwatch(() => clock.milliseconds) };
}

describe('createStopwatch', () => {
  it('counts only while it runs', () => {
    const { clock, stopwatch } = stopwatchAt(1000);
    clock.milliseconds = 5000;
    expect(stopwatch.seconds()).toBe(0);
    stopwatch.resume();
    clock.milliseconds = 7000;
    stopwatch.pause();
    clock.milliseconds = 60_000;
    expect(stopwatch.seconds()).toBe(2);
    stopwatch.resume();
    clock.milliseconds = 61_500;
    expect(stopwatch.seconds()).toBe(3.5);
  });

  it('begins at zero for the next example, and stays paused where it was', () => {
    const { clock, stopwatch } = stopwatchAt(0);
    stopwatch.resume();
    clock.milliseconds = 4000;
    stopwatch.restart();
    clock.milliseconds = 4500;
    expect(stopwatch.seconds()).toBe(0.5);
    stopwatch.pause();
    stopwatch.restart();
    clock.milliseconds = 9000;
    expect(stopwatch.seconds()).toBe(0);
  });

  it('does not count twice when it is resumed twice', () => {
    const { clock, stopwatch } = stopwatchAt(0);
    stopwatch.resume();
    clock.milliseconds = 1000;
    stopwatch.resume();
    clock.milliseconds = 2000;
    expect(stopwatch.seconds()).toBe(2);
  });
});
