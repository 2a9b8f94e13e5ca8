import { describe, expect, it } from 'vitest';
import { commandOf, configOf, readSetting } from '@/components/laboratory/laboratory-setting';
import {
  startTaskRun,
  type TaskReply,
  type TaskRequest,
  type TaskWorker,
} from '@/components/laboratory/task-run';
import { planTasks } from '@/lib/synthetic/tasks';

function settingOf(search: string) {
  const parameters = new URLSearchParams(search);
  const get = (key: string) => parameters.get(key);
  return readSetting(get, (key) => (get(key) === null ? null : Number(get(key))));
}

describe('the setting in the URL', () => {
  it('falls back to its defaults where a value is missing or out of range', () => {
    expect(settingOf('labels=f9&signal=1000&pool=-4&dimension=70')).toEqual({
      ...settingOf(''),
      dimension: 70,
    });
  });

  it('becomes a configuration: three exponents, one panel, the fraction looked at among the others', () => {
    const config = configOf(settingOf('labels=f2&exponent=0.5&logRidge=-2&kept=35'));
    expect(config).toMatchObject({ labels: ['f2'], exponents: [-0.5, 0, 0.5], ridges: [0.01] });
    expect(config.fractions).toEqual([0.1, 0.2, 0.35, 0.4, 0.6, 0.8]);
  });

  it('takes the proportional theory for a surrogate that errs', () => {
    expect(configOf(settingOf('theory=low-dimensional')).theory).toBe('low-dimensional');
    const trained = configOf(settingOf('theory=low-dimensional&surrogateLabels=100'));
    expect(trained).toMatchObject({ theory: 'proportional', surrogateLabels: 100 });
    expect(commandOf(trained)).toContain('--surrogate-labels 100');
  });
});

class FakeWorker implements TaskWorker {
  onmessage: TaskWorker['onmessage'] = null;
  onerror: TaskWorker['onerror'] = null;
  readonly requests: TaskRequest[] = [];
  terminated = false;
  postMessage(request: TaskRequest): void {
    this.requests.push(request);
  }
  terminate(): void {
    this.terminated = true;
  }
  reply(data: TaskReply): void {
    this.onmessage?.({ data } as MessageEvent<TaskReply>);
  }
}

describe('a run in workers', () => {
  const config = configOf(settingOf(''));
  const tasks = planTasks(config).filter(({ kind }) => kind === 'line');
  const outcome: TaskReply = {
    outcome: { kind: 'line', line: { labels: 'f1', ridge: 1, exponent: 0, points: [] } },
  };

  function start() {
    const workers: FakeWorker[] = [];
    const events: string[] = [];
    const stop = startTaskRun({
      config,
      tasks,
      workers: 2,
      createWorker: () => {
        const worker = new FakeWorker();
        workers.push(worker);
        return worker;
      },
      onOutcome: () => events.push('outcome'),
      onEnd: () => events.push('end'),
      onError: (message) => events.push(message),
    });
    return { workers, events, stop };
  }

  it('hands each task to the worker that is free, and ends its workers with the last', () => {
    const { workers, events } = start();
    const [first, second] = workers as [FakeWorker, FakeWorker];
    first.reply(outcome);
    first.reply(outcome);
    expect([first.requests.length, second.requests.length]).toEqual([2, 1]);
    expect(events).toEqual(['outcome', 'outcome']);
    second.reply(outcome);
    expect(events).toEqual(['outcome', 'outcome', 'outcome', 'end']);
    expect(workers.every(({ terminated }) => terminated)).toBe(true);
  });

  it('says nothing more once it is stopped, or has failed', () => {
    const stopped = start();
    stopped.stop();
    stopped.workers[0]?.reply(outcome);
    expect(stopped.events).toEqual([]);
    const failed = start();
    failed.workers[1]?.reply({ error: 'no' });
    failed.workers[0]?.reply(outcome);
    expect(failed.events).toEqual(['no']);
    expect(failed.workers.every(({ terminated }) => terminated)).toBe(true);
  });
});
