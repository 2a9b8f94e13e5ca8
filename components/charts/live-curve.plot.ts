import * as Plot from '@observablehq/plot';
import { asChart, percent, type ChartFrame } from './chart-theme.plot';

export interface LiveCurvePoint {
  readonly labels: number;
  readonly error: number;
  readonly low: number;
  readonly high: number;
  /** what the point is, e.g. "seed" or "round 2" */
  readonly label: string;
  /** what was changed in this round */
  readonly changes: readonly string[];
  /** points of different test sets do not compare; null where it is not known */
  readonly testSet: string | null;
}

/** Width of a letter of a name, and the room between two of them, in pixels. */
const LETTER = 6.4;
const NAME_GAP = 12;
/** So many changes are named at a point; the table has all. */
const NAMED_CHANGES = 2;
const LINE_HEIGHT = 14;
/** Room to the right of the last point. */
const END_ROOM = 50;

/** Points at one place share one name: two batches that were labeled before either was retrained on. */
function pointNames(ordered: readonly LiveCurvePoint[]): LiveCurvePoint[] {
  const names = new Map<number, LiveCurvePoint>();
  for (const point of ordered) {
    const before = names.get(point.labels);
    const both = before && {
      ...point,
      label: `${before.label}, ${point.label}`,
      changes: [...before.changes, ...point.changes],
      high: Math.max(before.high, point.high),
    };
    names.set(point.labels, both ?? point);
  }
  return [...names.values()];
}

/** The name of a point and below it what was changed there. */
function linesOf({ label, changes }: LiveCurvePoint): string[] {
  const named = changes.slice(0, NAMED_CHANGES);
  const rest = changes.length - named.length;
  return [label, ...named, ...(rest > 0 ? [`and ${rest} more`] : [])];
}

function widthOf(point: LiveCurvePoint): number {
  return Math.max(...linesOf(point).map(({ length }) => length)) * LETTER + NAME_GAP;
}

/** The last name ends at the edge where it would not fit around its point. */
function endsAtEdge(point: LiveCurvePoint, all: readonly LiveCurvePoint[]): boolean {
  const isLast = all[0]?.labels !== point.labels && all.at(-1)?.labels === point.labels;
  return isLast && widthOf(point) / 2 > END_ROOM;
}

/**
 * The names that fit beside each other: the ends first, then points where something was changed, then the others. A
 * hundred rounds have a hundred points, and as many names as can be read.
 */
function readableNames(points: readonly LiveCurvePoint[], width: number): LiveCurvePoint[] {
  const named = pointNames(points);
  const from = named[0]?.labels ?? 0;
  const span = Math.max(1, (named.at(-1)?.labels ?? 0) - from);
  const urgency = (point: LiveCurvePoint, index: number) =>
    index === named.length - 1 ? 0 : index === 0 ? 1 : point.changes.length > 0 ? 2 : 3;
  const taken: { readonly from: number; readonly to: number }[] = [];
  return named
    .map((point, index) => ({ point, rank: urgency(point, index) }))
    .sort((left, right) => left.rank - right.rank)
    .filter(({ point }) => {
      const center = ((point.labels - from) / span) * width;
      const to = center + (endsAtEdge(point, named) ? END_ROOM : widthOf(point) / 2);
      const place = { from: to - widthOf(point), to };
      if (taken.some((other) => other.from < place.to && place.from < other.to)) return false;
      taken.push(place);
      return true;
    })
    .map(({ point }) => point);
}

/** With the number of the stretch of the curve that it belongs to: a new one begins at every new test set. */
function inStretches(ordered: readonly LiveCurvePoint[]): (LiveCurvePoint & { readonly stretch: number })[] {
  let known: string | null = null;
  let stretch = 0;
  return ordered.map((point) => {
    if (known !== null && point.testSet !== null && point.testSet !== known) stretch++;
    known = point.testSet ?? known;
    return { ...point, stretch };
  });
}

/**
 * Test error against the labels paid so far: one point for the seed and one a round, with Wilson's 95 % interval. A
 * dashed line stands where something was changed; where the test set is another one, the curve is interrupted.
 */
export function liveCurve(points: readonly LiveCurvePoint[], frame: ChartFrame): SVGSVGElement {
  const { theme, width, height, document } = frame;
  const color = theme.series[0] ?? theme.text;
  const ordered = inStretches([...points].sort((left, right) => left.labels - right.labels));
  const names = readableNames(ordered, width - 132);
  const lines = Math.max(1, ...names.map((point) => linesOf(point).length));
  const changed = ordered.filter(({ changes }) => changes.length > 0);
  const chart = Plot.plot({
    document,
    width,
    height,
    marginLeft: 52,
    marginRight: 24,
    marginTop: 34 + (lines - 1) * LINE_HEIGHT,
    marginBottom: 46,
    x: {
      label: 'Labels of the final model',
      labelAnchor: 'left',
      labelArrow: 'none',
      inset: 28,
      ticks: Math.max(2, Math.floor(width / 110)),
      tickFormat: (labels: number) => (Number.isInteger(labels) ? labels.toLocaleString('en') : ''),
    },
    y: {
      label: 'Test error (% of the test examples)',
      labelArrow: 'none',
      nice: true,
      tickFormat: (error: number) => percent(error),
    },
    marks: [
      Plot.gridY({ stroke: theme.grid, strokeOpacity: 1 }),
      Plot.ruleX(changed, { x: 'labels', stroke: theme.muted, strokeDasharray: '3 4', strokeOpacity: 0.8 }),
      Plot.line(ordered, { x: 'labels', y: 'error', z: 'stretch', stroke: color, strokeWidth: 1.75 }),
      Plot.link(ordered, {
        x: 'labels',
        y1: 'low',
        y2: 'high',
        stroke: color,
        strokeWidth: 1.5,
        strokeOpacity: 0.7,
      }),
      Plot.dot(ordered, { x: 'labels', y: 'error', fill: color, r: 4.5 }),
      ...[false, true].map((atEdge) =>
        Plot.text(
          names.filter((point) => endsAtEdge(point, ordered) === atEdge),
          {
            x: 'labels',
            y: 'high',
            text: (point: LiveCurvePoint) => linesOf(point).join('\n'),
            dy: -8,
            lineAnchor: 'bottom',
            fill: theme.muted,
            ...(atEdge ? { textAnchor: 'end', dx: END_ROOM } : {}),
          },
        ),
      ),
    ],
  });
  return asChart(chart, theme, `Test error against labels, ${ordered.length} points`);
}
