import type { Judgement } from '@/lib/studies/comparisons';
import type { Column } from '../ui/data-table';
import { formatPercent } from '../ui/format';

/** How a difference looks, by whether it stands out among all comparisons. */
export const STANDING_LOOK: Readonly<Record<Judgement['standing'], string>> = {
  better: 'text-positive font-medium',
  worse: 'text-danger font-medium',
  equal: 'text-ink-soft',
  unclear: 'text-ink-soft',
};

/** Which point of a study a row is. */
export function pointColumns<
  Row extends { readonly scheme: string; readonly fraction: number },
>(): readonly Column<Row>[] {
  return [
    {
      id: 'scheme',
      header: 'Scheme',
      sortBy: ({ scheme }) => scheme,
      cell: ({ scheme }) => <span className="font-medium whitespace-nowrap">{scheme}</span>,
    },
    {
      id: 'fraction',
      header: 'Fraction',
      align: 'end',
      sortBy: ({ fraction }) => fraction,
      cell: ({ fraction }) => <span className="whitespace-nowrap">{formatPercent(fraction)}</span>,
    },
  ];
}
