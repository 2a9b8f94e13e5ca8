import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { JobProgressView } from '@/components/jobs/job-progress';
import type { JobView } from '@/lib/contracts/job';

const job: JobView = {
  id: 'j',
  projectId: 'p',
  kind: 'ingest',
  state: 'running',
  done: 1200,
  total: 8000,
  unit: 'images',
  message: 'Reading images',
  rate: 240,
  secondsLeft: 28.3,
  cancelling: false,
  error: null,
  host: null,
  createdAt: new Date(0),
  startedAt: new Date(0),
  finishedAt: null,
};

const render = (change: Partial<JobView>) =>
  renderToStaticMarkup(<JobProgressView job={{ ...job, ...change }} onCancel={() => undefined} />).replaceAll(
    '\u00a0',
    ' ',
  );

describe('JobProgressView', () => {
  it('says on which host it runs', () => {
    expect(render({ host: 'big-one' })).toContain('On big-one since');
    expect(render({ state: 'queued', startedAt: null })).not.toContain('since');
  });

  it('says what it waits for, where that is not its turn', () => {
    const error = { code: 'unavailable', message: 'The disk is full.', remedy: 'Make room on it.' };
    const html = render({ state: 'queued', error });
    expect(html).toContain('Reading images: waits<');
    expect(html).toContain('The disk is full. Make room on it.');
    expect(render({ state: 'running', error })).not.toContain('The disk is full.');
    expect(render({ state: 'queued' })).toContain('Reading images: waits for its turn<');
  });

  it('shows amount, rate, time left and cancel', () => {
    const html = render({});
    expect(html).toContain('1,200 of 8,000 images');
    expect(html).toContain('240 images/s · 28 s left');
    expect(html).toContain('>Cancel</button>');
    expect(html).toContain('aria-valuenow="1200"');
  });

  it('shows shares of the work as such, with what they consist of', () => {
    const html = render({ done: 43.2, total: 100, unit: '%', message: '56 of 185 fits', rate: 0.1 });
    expect(html).toContain('43 % of the work');
    expect(html).toContain('>28 s left<');
  });

  it('promises nothing that is not known', () => {
    const html = render({ total: null, rate: null, secondsLeft: null });
    expect(html).toContain('1,200 images');
    expect(html).toContain('time left not known yet');
    expect(html).not.toContain('aria-valuenow');
  });

  it('takes no second cancel', () => {
    expect(render({ cancelling: true })).toMatch(/<button[^>]*disabled=""[^>]*>Cancelling…/);
  });

  it('shows why it failed and what can be done, and nothing once it is done', () => {
    const html = render({
      state: 'failed',
      error: { code: 'unavailable', message: 'Disk full.', remedy: 'Free some.' },
    });
    expect(html).toContain('role="alert"');
    expect(html).toContain('Disk full.');
    expect(html).toContain('Free some.');
    expect(render({ state: 'done' })).toBe('');
  });
});
