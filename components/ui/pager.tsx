import { ChevronLeft, ChevronRight } from 'lucide-react';
import { Button } from './button';
import { formatCount } from './format';

interface PagerProps {
  readonly offset: number;
  readonly limit: number;
  readonly total: number;
  readonly onOffsetChange: (offset: number) => void;
}

export function Pager({ offset, limit, total, onOffsetChange }: PagerProps) {
  const last = Math.min(offset + limit, total);
  return (
    <nav aria-label="Pages" className="flex items-center gap-1">
      <span className="mr-2 text-sm whitespace-nowrap text-ink-soft" aria-live="polite">
        {total === 0 ? 'None' : `${formatCount(offset + 1)}–${formatCount(last)} of ${formatCount(total)}`}
      </span>
      <Button
        size="small"
        className="px-2"
        aria-label="Previous page"
        disabled={offset === 0}
        icon={<ChevronLeft aria-hidden />}
        onClick={() => onOffsetChange(Math.max(0, offset - limit))}
      />
      <Button
        size="small"
        className="px-2"
        aria-label="Next page"
        disabled={last >= total}
        icon={<ChevronRight aria-hidden />}
        onClick={() => onOffsetChange(offset + limit)}
      />
    </nav>
  );
}
