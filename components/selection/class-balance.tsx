import type { SelectionPreview } from '@/lib/contracts/selection';
import { formatCount } from '../ui/format';

interface ClassBalanceProps {
  readonly balance: NonNullable<SelectionPreview['classBalance']>;
  readonly classes: readonly string[];
}

/** Per class: how many are chosen (bar) and how many random selection would choose (mark), each with its number. */
export function ClassBalance({ balance, classes }: ClassBalanceProps) {
  const largest = Math.max(1, ...balance.flatMap(({ selected, random }) => [selected, random]));
  const width = (count: number) => `${(count / largest) * 100}%`;
  return (
    <table className="w-full table-fixed text-left text-sm">
      <caption className="sr-only">
        Predicted classes of the selection and of a random one of the same size
      </caption>
      <thead>
        <tr className="text-ink-soft">
          <th scope="col" className="w-28 py-1 pr-2 font-medium sm:w-40">
            Class
          </th>
          <th scope="col" className="py-1 font-normal">
            <span className="mr-4 inline-flex items-center gap-1.5">
              <span aria-hidden className="h-2.5 w-4 rounded-sm bg-accent" /> chosen
            </span>
            <span className="inline-flex items-center gap-1.5">
              <span aria-hidden className="h-3.5 w-0.5 bg-ink" /> random
            </span>
          </th>
          <th scope="col" className="w-16 py-1 text-right font-medium sm:w-20">
            Chosen
          </th>
          <th scope="col" className="w-18 py-1 text-right font-medium sm:w-20">
            Random
          </th>
        </tr>
      </thead>
      <tbody>
        {balance.map(({ label, selected, random }) => (
          <tr key={label} className="border-t border-line">
            <th scope="row" className="truncate py-1 pr-2 font-normal">
              {classes[label] ?? label}
            </th>
            <td className="py-1">
              <span className="relative block h-4">
                <span
                  className="absolute inset-y-1 left-0 rounded-sm bg-accent"
                  style={{ width: width(selected) }}
                />
                <span className="absolute inset-y-0 w-0.5 bg-ink" style={{ left: width(random) }} />
              </span>
            </td>
            <td className="py-1 text-right">{formatCount(selected)}</td>
            <td className="py-1 text-right text-ink-soft">{formatCount(random)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
