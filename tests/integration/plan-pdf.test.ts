import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { PlanView } from '@/lib/contracts/plan';
import { makePlan } from '@/lib/planning/make-plan';
import { planSentences } from '@/lib/planning/plan-sentences';
import { planPdf } from '@/server/reports/plan-pdf';

const DAY = new Date(Date.UTC(2026, 10, 21, 15));

function planView(points: number): PlanView {
  const curve = {
    ...{ key: 'rounds', title: 'the rounds’ labels', isRandom: false, surrogate: null, extra: 0 },
    points: Array.from({ length: points }, (_, index) => {
      const labels = 100 * (index + 1);
      return { labels, error: 0.1 + 2 * labels ** -0.5, variance: 1e-4, degrees: Infinity };
    }),
  };
  const rates = {
    ...{ costPerLabel: 0.1, costPerHour: null, costPerReview: null, secondsPerAnswer: 3 },
    ...{ votesPerExample: 1, overlapShare: 1, disagreementShare: 0 },
  };
  const plan = makePlan({
    ...{ chosen: curve, random: { ...curve, isRandom: true }, have: 100 * points, available: 1e5 },
    ...{ targetError: 0.15, budget: null, rates, pace: null, now: DAY, seed: 1 },
  });
  return {
    ...plan,
    ...{ source: 'live', curve: 'rounds', rates, currency: 'EUR', pace: null, backTest: null },
    sentences: planSentences(plan, 'EUR'),
  };
}

const paperOf = (project: string, plan = planView(6)) =>
  planPdf({ project, source: 'the live rounds', day: DAY, plan });

/** All streams of the file that can be inflated, as text. */
function streamsOf(pdf: Buffer): string {
  const parts: string[] = [];
  for (let at = pdf.indexOf('stream\n'); at >= 0; at = pdf.indexOf('stream\n', at + 1)) {
    if (pdf.subarray(at - 3, at).toString() === 'end') continue;
    try {
      parts.push(inflateSync(pdf.subarray(at + 7)).toString('latin1'));
    } catch {
      // a stream that is not deflated
    }
  }
  return parts.join('\n');
}

const countPages = (pdf: Buffer): number =>
  pdf.toString('latin1').match(/\/Type \/Page\b(?!s)/g)?.length ?? 0;

describe('the page to sign', () => {
  it('has the same bytes for the same plan on the same day, and others for another', async () => {
    const [once, again, other] = [await paperOf('Ōsaka'), await paperOf('Ōsaka'), await paperOf('Kyōto')];
    expect(again.equals(once)).toBe(true);
    expect(other.equals(once)).toBe(false);
  });

  it('is one page with its fonts in it, and its text can be read by code point', async () => {
    const pdf = await paperOf('Київ, Ελλάδα – Ōsaka');
    const text = pdf.toString('latin1');
    expect(countPages(pdf)).toBe(1);
    expect(text.match(/\/FontFile2/g)).toHaveLength(2);
    // the fonts say which letters their glyphs are: К (0x041a), Ε (0x0395), Ō (0x014c)
    const maps = streamsOf(pdf).toLowerCase();
    expect(maps).toContain('begincmap');
    for (const letter of ['041a', '0395', '014c']) expect(maps).toContain(`<${letter}>`);
  });

  it('stays one page with a name of any length and many sentences', async () => {
    const plan = planView(6);
    const sentences = Array<string>(9).fill(`${plan.sentences[0]} ${plan.sentences[0]}`);
    expect(countPages(await paperOf('Long '.repeat(60), { ...plan, sentences }))).toBe(1);
  });
});
