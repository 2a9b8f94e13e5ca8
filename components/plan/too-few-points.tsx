import type { PlanCurveView } from '@/lib/contracts/plan';
import { ButtonLink } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { formatQuantity } from '../ui/format';

interface TooFewPointsProps {
  readonly projectId: string;
  readonly curve: PlanCurveView;
  readonly isLive: boolean;
}

const FEWEST = 3;

/** What is missing until a curve can be fitted. */
export function TooFewPoints({ projectId, curve, isLive }: TooFewPointsProps) {
  const missing = FEWEST - curve.sizes;
  return (
    <EmptyState
      title={`${formatQuantity(missing, 'measured point')} missing for a curve`}
      action={
        <ButtonLink href={`/projects/${projectId}/${isLive ? 'rounds' : 'report'}`}>
          {isLive ? 'Go to the rounds' : 'Go to the studies'}
        </ButtonLink>
      }
    >
      It takes errors at three different numbers of labels; “{curve.title}” has {curve.sizes}.{' '}
      {isLive
        ? `Measure ${formatQuantity(missing, 'more round')}.`
        : 'Choose a study with more fractions, or another scheme.'}
    </EmptyState>
  );
}
