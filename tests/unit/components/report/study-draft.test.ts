import { describe, expect, it } from 'vitest';
import {
  configOfDraft,
  countFits,
  FIRST_DRAFT,
  fractionsProblem,
  type SurrogateDraft,
} from '@/components/report/study-draft';
import { planDraft } from '@/components/report/plan-draft';

const [WEAK] = FIRST_DRAFT.surrogates as [SurrogateDraft];

describe('the form of a study', () => {
  it('starts with a configuration that can be run', () => {
    const config = configOfDraft(FIRST_DRAFT);
    expect(config.fractions).toEqual([0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(config.strategies).toContainEqual({ name: 'power', exponent: 0.5, weighting: 'none' });
    expect(config.surrogates[0]?.ridge).toBe('cv');
  });

  it('reads fractions as people write them', () => {
    const config = configOfDraft({ ...FIRST_DRAFT, fractions: '100 %; 2.5, 7' });
    expect(config.fractions).toEqual([0.025, 0.07, 1]);
  });

  it('compares any scheme with its settings, one curve an exponent, and any models', () => {
    const config = configOfDraft({
      ...FIRST_DRAFT,
      surrogates: [{ ...WEAK, model: { name: 'mlp', values: { units: 16, members: 3 } } }],
      finalModel: { name: 'mlp', values: {} },
      strategies: ['random', 'power', 'orthogonal-gradient'],
      settings: {
        power: { values: { weighting: 'inverse-probability' }, exponents: '−1, 0.5; 2' },
        'orthogonal-gradient': { values: { quotas: 'predicted-class' } },
      },
    });
    expect(config.surrogates[0]?.model).toMatchObject({ name: 'mlp', units: 16, members: 3 });
    expect(config.finalModel.model).toMatchObject({ name: 'mlp', units: 256 });
    expect(config.strategies).toEqual([
      'random',
      ...[-1, 0.5, 2].map((exponent) => ({ name: 'power', exponent, weighting: 'inverse-probability' })),
      { name: 'orthogonal-gradient', quotas: 'predicted-class' },
    ]);
  });

  it.each([
    ['a fraction above 100 %', { fractions: '5, 120' }],
    ['a word for a fraction', { fractions: 'half' }],
    ['no fraction', { fractions: '' }],
    ['an empty number', { repeats: null }],
    ['a surrogate without labels', { surrogates: [{ ...WEAK, labels: null }] }],
    ['no exponent', { settings: { power: { values: {}, exponents: ' ' } } }],
    ['a word for an exponent', { settings: { power: { values: {}, exponents: '1, two' } } }],
    [
      'two surrogates of one name',
      {
        surrogates: [
          { ...WEAK, labels: 5 },
          { ...WEAK, labels: 9 },
        ],
      },
    ],
  ])('refuses %s', (_, values) => {
    const planned = planDraft({ ...FIRST_DRAFT, ...values }, 4000);
    expect(planned.config).toBeNull();
    expect(planned.error?.code).toBe('bad-input');
  });

  it('says what is wrong with the fractions, for beside their field', () => {
    expect(fractionsProblem('2, abc')).toMatch(/“abc”/);
    expect(fractionsProblem(' ')).toMatch(/one percentage/);
    expect(fractionsProblem('2, 100 %')).toBeNull();
  });

  it('refuses a surrogate that takes the whole pool', () => {
    expect(planDraft(FIRST_DRAFT, 200).error?.message).toContain('200');
  });

  it('counts the fits: full pool once for all schemes, random at equal labels, one model for every other cell', () => {
    const config = configOfDraft({
      ...FIRST_DRAFT,
      repeats: 3,
      fractions: '10, 100',
      strategies: ['random', 'power'],
    });
    expect(countFits(config, 4000)).toEqual({ surrogates: 3, finalModels: 3 * (2 + 1 + 1), searched: true });
  });
});
