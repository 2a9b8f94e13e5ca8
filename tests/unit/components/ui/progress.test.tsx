import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Progress } from '@/components/ui/progress';

describe('Progress', () => {
  it('tells its value to assistive technology', () => {
    const html = renderToStaticMarkup(<Progress label="Answered" value={37} max={200} />);
    expect(html).toContain('role="progressbar"');
    expect(html).toContain('aria-label="Answered"');
    expect(html).toContain('aria-valuenow="37"');
    expect(html).toContain('aria-valuemax="200"');
  });

  it('is empty, not full, where there is nothing to do', () => {
    const html = renderToStaticMarkup(<Progress label="Labeled" value={0} max={0} />);
    expect(html).toContain('aria-valuenow="0"');
    expect(html).toMatch(/width:\s*0%/);
  });

  it('names no value while the end is not known', () => {
    const html = renderToStaticMarkup(<Progress label="Working" value={null} max={1} />);
    expect(html).not.toContain('aria-valuenow');
  });
});
