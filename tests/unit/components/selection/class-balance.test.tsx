import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { ClassBalance } from '@/components/selection/class-balance';

describe('ClassBalance', () => {
  it('draws bars on one scale, and the numbers beside them', () => {
    const html = renderToStaticMarkup(
      <ClassBalance
        classes={['shirt', 'coat']}
        balance={[
          { label: 0, selected: 80, random: 50 },
          { label: 1, selected: 20, random: 50 },
        ]}
      />,
    );
    expect(html).toContain('width:100%');
    expect(html).toContain('width:25%');
    expect(html.match(/left:62.5%/g)).toHaveLength(2);
    expect(html).toMatch(/<th scope="row"[^>]*>shirt<\/th>.*>80<.*>50</);
  });
});
