import type { Interval } from '@/lib/contracts/model';
import type { StudyCurve, StudyPoint, StudyReport } from '@/lib/contracts/study-report';
import { comparisonsWithRandom, type Judgement } from '@/lib/studies/comparisons';
import { curveLabel } from '@/lib/studies/curve-label';
import { effectiveLabels } from '@/lib/studies/effective-labels';
import { studyVerdict } from '@/lib/studies/verdict';
import { inlineChartSvg } from './render-chart';
import { REPORT_STYLE } from './report-style';

function escape(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}

function share(value: number, digits = 2): string {
  return `${(value * 100).toFixed(digits)} %`;
}

function range({ low, high }: Interval): string {
  return `${(low * 100).toFixed(2)} … ${(high * 100).toFixed(2)}`;
}

function signed(value: number): string {
  return `${value > 0 ? '+' : value < 0 ? '−' : '±'}${Math.abs(value * 100).toFixed(2)}`;
}

/** Coloured only where it stands out among all comparisons of the report. */
function difference(judgement: Judgement | undefined): string {
  if (!judgement) return '<td class="none">–</td><td class="none">–</td>';
  const { interval, standing } = judgement;
  const look = standing === 'better' || standing === 'worse' ? standing : '';
  return `<td class="${look}">${signed(interval.mean)}</td><td>${signed(interval.low)} … ${signed(interval.high)}</td>`;
}

function list(items: readonly string[], className: string): string {
  if (items.length === 0) return '';
  return `<ul class="${className}">${items.map((item) => `<li>${escape(item)}</li>`).join('')}</ul>`;
}

/** Kept, and as how many they count where they weigh differently. */
function labels(point: StudyPoint): string {
  const effective = effectiveLabels(point);
  const kept = point.kept.toLocaleString('en');
  return effective === null ? kept : `${kept} (effective ${Math.round(effective).toLocaleString('en')})`;
}

type Judgements = ReadonlyMap<StudyPoint, Judgement>;

function curveRows(report: StudyReport, curve: StudyCurve, judgements: Judgements): string {
  return curve.points
    .map(
      (point) => `<tr>
<th scope="row">${escape(curveLabel(report, curve))}</th>
<td>${Number((point.fraction * 100).toFixed(2))} %</td>
<td>${labels(point)}</td>
<td>${share(point.error.mean)}</td>
<td>${range(point.error)}</td>
<td>${point.testHalfWidth === null ? '–' : `± ${(point.testHalfWidth * 100).toFixed(2)}`}</td>
${difference(judgements.get(point))}
<td>${point.labelEntropy.toFixed(3)}</td>
</tr>`,
    )
    .join('\n');
}

function surrogateRows(report: StudyReport): string {
  const rows = report.surrogates.map(
    ({ name, labels, error }) =>
      `<tr><th scope="row">${escape(name)}</th><td>${labels.toLocaleString('en')}</td><td>${share(error.mean)}</td><td>${range(error)}</td></tr>`,
  );
  if (report.fullPool) {
    const { kept, error } = report.fullPool;
    rows.push(
      `<tr><th scope="row">full pool</th><td>${kept.toLocaleString('en')}</td><td>${share(error.mean)}</td><td>${range(error)}</td></tr>`,
    );
  }
  return rows.join('\n');
}

/** What the intervals are over, and when a difference is coloured. */
function intervalNote({ data }: StudyReport, comparisons: number): string {
  const examples = data.test.toLocaleString('en');
  return `Intervals of errors are over repeats of seed labels and selection; what the ${examples} test examples leave, which are the same in all of them, stands beside. Intervals of differences hold both. A difference is coloured where it stands out among all ${comparisons} comparisons with random.`;
}

/** The report as one file without outside parts: verdict, chart, table, configuration, engine. Light and dark. */
export function reportHtml(report: StudyReport): string {
  const [headline = '', ...rest] = studyVerdict(report);
  const { data, engine } = report;
  const comparisons = comparisonsWithRandom(report);
  const judgements = new Map(comparisons.map((comparison) => [comparison.point, comparison]));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Winnow study</title>
<style>${REPORT_STYLE}</style>
</head>
<body>
<main>
<p class="kind">Winnow study: error against the fraction of the pool kept</p>
<h1>${escape(headline)}</h1>
${list(rest, 'verdict')}
${list(report.warnings, 'warnings')}
<figure>${inlineChartSvg(report)}
<figcaption>Mean over ${report.config.repeats} repeats with 95 % intervals. ${escape(intervalNote(report, comparisons.length))}</figcaption></figure>
<h2>Points</h2>
<div class="table"><table>
<thead><tr><th scope="col">scheme</th><th scope="col">kept</th><th scope="col">labels</th><th scope="col">test error</th><th scope="col">95 % interval (%)</th><th scope="col">test examples leave (points)</th><th scope="col">minus random (points)</th><th scope="col">95 % interval (points)</th><th scope="col">label entropy (bits)</th></tr></thead>
<tbody>
${report.curves.map((curve) => curveRows(report, curve, judgements)).join('\n')}
</tbody>
</table></div>
<h2>Surrogates and full pool</h2>
<div class="table"><table>
<thead><tr><th scope="col">model</th><th scope="col">labels</th><th scope="col">test error</th><th scope="col">95 % interval (%)</th></tr></thead>
<tbody>
${surrogateRows(report)}
</tbody>
</table></div>
<h2>How it was made</h2>
<dl>
<dt>Data</dt><dd>${data.pool.toLocaleString('en')} pool rows × ${data.dimension.toLocaleString('en')} features, ${data.classes} classes, ${data.test.toLocaleString('en')} test rows</dd>
<dt>Engine</dt><dd>${escape(engine.title)} ${escape(engine.version)}, ${engine.device}</dd>
${report.notes.map(({ about, note }) => `<dt>${escape(about)}</dt><dd>${escape(note)}</dd>`).join('\n')}
<dt>Time</dt><dd>${report.seconds.toFixed(0)} s</dd>
</dl>
<pre>${escape(JSON.stringify(report.config, null, 2))}</pre>
</main>
</body>
</html>
`;
}
