'use client';

import { testLabelsForDifference, testLabelsForHalfWidth } from '@/lib/planning/evaluation-labels';
import { formatCount, formatPercent } from '../ui/format';
import { NumberField } from '../ui/number-field';
import { Section } from '../ui/section';
import { useUrlState } from '../ui/use-url-state';

const FIRST_HALF_WIDTH = 1;
/** Share of test examples that only one of two similar models gets right: what rounds of this kind show. */
const DISCORDANT = 0.08;

/** How many test examples it takes to measure the target as exactly as wanted. */
export function TestSizeSection({ expectedError }: { readonly expectedError: number | null }) {
  const url = useUrlState();
  const points = url.getNumber('half') ?? FIRST_HALF_WIDTH;
  const isValid = expectedError !== null && points > 0 && points < 50;
  const halfWidth = points / 100;
  const width = `${points} ${points === 1 ? 'point' : 'points'}`;
  return (
    <Section
      title="How many test examples"
      description="Test labels are labels too: this many make the measured error as exact as wanted."
    >
      <div className="flex flex-wrap items-start gap-x-8 gap-y-4">
        <NumberField
          className="w-full sm:w-56"
          label="Exact to ±"
          unit="points"
          min={0.1}
          max={20}
          step={0.5}
          value={points}
          onValueChange={(half) => url.set({ half })}
        />
        {isValid && (
          <div className="max-w-[64ch] flex-1 basis-64">
            <p>
              <strong>{formatCount(testLabelsForHalfWidth(expectedError, halfWidth))} test examples</strong>{' '}
              measure an error of {formatPercent(expectedError)} to ± {width} (95&nbsp;%).
            </p>
            {halfWidth <= DISCORDANT && (
              <p className="text-ink-soft">
                To see that one model is {width} better than another takes{' '}
                {formatCount(testLabelsForDifference(halfWidth, DISCORDANT))}, where they differ on 8&nbsp;%
                of the examples (80&nbsp;% power): both are measured on the same ones.
              </p>
            )}
          </div>
        )}
      </div>
    </Section>
  );
}
