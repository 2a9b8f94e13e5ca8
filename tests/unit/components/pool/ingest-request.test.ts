import { describe, expect, it } from 'vitest';
import { DEFAULT_SPLIT } from '@/components/pool/default-split';
import { EMPTY_DRAFT, fittingSplit, requestOf } from '@/components/pool/ingest-request';
import { ingestRequestSchema } from '@/lib/contracts/ingest';

const sources = { source: { kind: 'path' as const, path: '/data/x' }, labelsSource: undefined };

describe('requestOf', () => {
  it('makes a request that the API takes', () => {
    expect(ingestRequestSchema.safeParse(requestOf(EMPTY_DRAFT, 'zip', sources)).success).toBe(true);
  });

  it('names columns for tables only', () => {
    const draft = { ...EMPTY_DRAFT, idColumn: ' id ', labelColumn: 'class' };
    expect(requestOf(draft, 'csv', sources)).toMatchObject({ idColumn: 'id', labelColumn: 'class' });
    expect(requestOf(draft, 'npy', sources)).toMatchObject({ idColumn: undefined, labelColumn: undefined });
  });
});

describe('fittingSplit', () => {
  it('keeps a rule that the format can follow', () => {
    expect(fittingSplit({ by: 'folder' }, 'zip')).toEqual({ by: 'folder' });
    expect(fittingSplit({ by: 'column', column: 'split' }, 'parquet')).toEqual({
      by: 'column',
      column: 'split',
    });
  });

  it('falls back where the format has no folders or no columns', () => {
    expect(fittingSplit({ by: 'folder' }, 'csv')).toEqual(DEFAULT_SPLIT);
    expect(fittingSplit({ by: 'column', column: 'split' }, 'idx')).toEqual(DEFAULT_SPLIT);
  });
});
