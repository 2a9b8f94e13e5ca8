import * as Plot from '@observablehq/plot';
import type { ChartTheme } from './chart-theme.plot';

/** A line across the chart at a value, with its name below it at the left. */
export function levelMarks(value: number, name: string, theme: ChartTheme): Plot.Markish[] {
  return [
    Plot.ruleY([value], { stroke: theme.text, strokeWidth: 1 }),
    Plot.text([value], {
      y: [value],
      text: [name],
      frameAnchor: 'left',
      textAnchor: 'start',
      lineAnchor: 'top',
      dx: 4,
      dy: 5,
      fill: theme.text,
      stroke: theme.background === 'transparent' ? undefined : theme.background,
      strokeWidth: 3,
    }),
  ];
}
