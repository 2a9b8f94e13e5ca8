import type { BackTest } from '@/lib/planning/back-test';
import { BackTestChart } from '../charts/back-test-chart';
import { formatPercent, formatQuantity } from '../ui/format';
import { Section } from '../ui/section';

/** What the plans of earlier rounds said about now: whether to believe this one. */
export function BackTestSection({ backTest }: { readonly backTest: BackTest }) {
  const { now, rows } = backTest;
  const hits = rows.filter(({ hit }) => hit).length;
  return (
    <Section
      title="What earlier plans said about now"
      description={`${hits} of ${formatQuantity(rows.length, 'earlier plan')} had the ${formatPercent(now.error)} measured after round ${now.round} in their interval; nine of ten should.`}
    >
      <BackTestChart backTest={backTest} />
    </Section>
  );
}
