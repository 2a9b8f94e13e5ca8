import { describe, expect, it } from 'vitest';
import { isFiltered, PAGE_SIZE, poolQuery } from '@/components/pool/pool-query';
import { exampleQuerySchema } from '@/lib/contracts/example';

const queryOf = (search: string) => {
  const params = new URLSearchParams(search);
  return poolQuery('p', (key) => params.get(key));
};

describe('poolQuery', () => {
  it('asks for the first page of everything where the URL says nothing', () => {
    const query = queryOf('');
    expect(query).toMatchObject({ projectId: 'p', order: 'descending', offset: 0, limit: PAGE_SIZE });
    expect(isFiltered(query)).toBe(false);
  });

  it('reads every filter', () => {
    const query = queryOf(
      'split=pool&label=3&labeled=no&scoreSet=s&predicted=0&minimum=0.25&maximum=1e-1&search=coat&order=ascending&offset=96',
    );
    expect(query).toMatchObject({
      split: 'pool',
      label: 3,
      labeled: 'no',
      predicted: 0,
      minimumScore: 0.25,
      maximumScore: 0.1,
      search: 'coat',
      order: 'ascending',
      offset: 96,
    });
    expect(isFiltered(query)).toBe(true);
  });

  it('leaves score filters out where no score is named', () => {
    expect(queryOf('predicted=1&minimum=0.5')).toMatchObject({
      predicted: undefined,
      minimumScore: undefined,
    });
  });

  it('asks only what the API takes, whatever stands in the URL', () => {
    const query = queryOf(
      `split=train&label=-1&labeled=maybe&offset=1.5&minimum=x&scoreSet=s&predicted=&search=${'y'.repeat(500)}`,
    );
    expect(exampleQuerySchema.safeParse(query).success).toBe(true);
    expect(query).toMatchObject({ split: undefined, label: undefined, labeled: undefined, offset: 0 });
  });
});
