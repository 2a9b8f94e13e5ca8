import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { ConfusionMatrix } from '@/components/surrogate/confusion-matrix';

const props = {
  classes: ['shirt', 'coat'],
  confusion: [
    [3, 1],
    [0, 5],
  ],
};

describe('ConfusionMatrix', () => {
  it('is a table with row and column headers, counts and shares of the row', () => {
    const html = renderToStaticMarkup(<ConfusionMatrix {...props} linkTo={null} />);
    expect(html).toMatch(/<th scope="row"[^>]*>shirt<\/th>/);
    expect(html).toMatch(/<th scope="col"[^>]*>coat<\/th>/);
    expect(html).toMatch(/75\.0\s%/);
    expect(html).not.toContain('<a ');
  });

  it('leads from a cell to its examples, and says in words what they are', () => {
    const html = renderToStaticMarkup(
      <ConfusionMatrix
        {...props}
        linkTo={(actual, predicted) => `/pool?label=${actual}&predicted=${predicted}`}
      />,
    );
    expect(html).toContain('href="/pool?label=0&amp;predicted=1"');
    expect(html).toContain('of “shirt”, taken for “coat”');
    expect(html).not.toContain('label=1&amp;predicted=0');
  });
});
