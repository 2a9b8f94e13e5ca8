import { describe, expect, it } from 'vitest';
import { AppError } from '@/lib/errors';
import { SCHEMES } from '@/lib/selections/registry';
import { chooseAside } from '@/server/selections/choice-threads';
import { chooseRows, type ChoiceTask } from '@/server/selections/choose-rows';
import { selectionInput } from '@/tests/support/selection-input';

/** seconds; longer than what is done at once, so that a thread does it */
const LONG = 1;

/** Made anew each time: a thread takes its input's arrays away. */
function taskOf(scheme: string, { rows = 300, budget = 40 } = {}): ChoiceTask {
  const scores = Array.from({ length: rows }, (_, row) => (row * 7) % 101);
  return { scheme, parameters: {}, compare: true, input: selectionInput(scores, budget, 3) };
}

describe('a choice in a thread', () => {
  it.each(SCHEMES.map(({ name }) => name))('by %s is the one that is made here', async (scheme) => {
    expect(await chooseAside(taskOf(scheme), LONG)).toEqual(chooseRows(taskOf(scheme)));
  });

  it('counts what random selection by the same numbers chooses too', () => {
    expect(chooseRows(taskOf('random')).sharedWithRandom).toBe(40);
    expect(chooseRows(taskOf('top', { budget: 300 })).sharedWithRandom).toBe(300);
    expect(chooseRows({ ...taskOf('top'), compare: false }).sharedWithRandom).toBeNull();
  });

  it('lets this thread go on meanwhile', async () => {
    const task = taskOf('power', { rows: 100_000, budget: 10_000 });
    let turns = 0;
    let isChosen = false;
    const choice = chooseAside(task, LONG).finally(() => (isChosen = true));
    while (!isChosen) {
      turns++;
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect((await choice).selected.rows).toHaveLength(10_000);
    expect(turns).toBeGreaterThan(10);
    expect(task.input.scores).toHaveLength(0);
  });

  it('throws what the scheme throws, with code and remedy', async () => {
    const thrown = await chooseAside(taskOf('top', { budget: 301 }), LONG).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(AppError);
    expect(thrown).toMatchObject({ code: 'bad-input', remedy: 'Give a whole number from 1 to 300.' });
  });
});
