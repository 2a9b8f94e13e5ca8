interface ChartTableProps {
  readonly caption: string;
  readonly columns: readonly string[];
  /** Formatted; the first cell of a row names it. */
  readonly rows: readonly (readonly string[])[];
}

/** The numbers of a chart, for those who do not see it or want to read them off. */
export function ChartTable({ caption, columns, rows }: ChartTableProps) {
  return (
    <table className="w-full border-collapse text-left text-sm">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr className="border-b border-line-strong/60">
          {columns.map((column, index) => (
            <th
              key={column}
              scope="col"
              className={`px-2.5 py-1.5 font-medium text-ink-soft ${index > 0 ? 'text-right' : ''}`}
            >
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((cells, rowIndex) => (
          <tr key={rowIndex} className="border-b border-line last:border-0">
            {cells.map((cell, index) =>
              index === 0 ? (
                <th key={index} scope="row" className="px-2.5 py-1.5 font-normal whitespace-nowrap">
                  {cell}
                </th>
              ) : (
                <td key={index} className="px-2.5 py-1.5 text-right whitespace-nowrap">
                  {cell}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
