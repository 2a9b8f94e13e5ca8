import type { Interval } from '@/lib/contracts/model';
import type { StudyCurve, StudyReport } from '@/lib/contracts/study-report';
import { curveLabel } from '@/lib/studies/curve-label';
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

function difference(interval: Interval | null): string {
  if (!interval) return '<td class="none">–</td><td class="none">–</td>';
  const clear = interval.high < 0 ? 'better' : interval.low > 0 ? 'worse' : '';
  return `<td class="${clear}">${signed(interval.mean)}</td><td>${signed(interval.low)} … ${signed(interval.high)}</td>`;
}

function list(items: readonly string[], className: string): string {
  if (items.length === 0) return '';
  return `<ul class="${className}">${items.map((item) => `<li>${escape(item)}</li>`).join('')}</ul>`;
}

function curveRows(report: StudyReport, curve: StudyCurve): string {
  return curve.points
    .map(
      (point) => `<tr>
<th scope="row">${escape(curveLabel(report, curve))}</th>
<td>${Number((point.fraction * 100).toFixed(2))} %</td>
<td>${point.kept.toLocaleString('en')}</td>
<td>${share(point.error.mean)}</td>
<td>${range(point.error)}</td>
${difference(point.differenceFromRandom)}
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

/** How far the test split's own chance moves every error of the report (theory c.3); intervals do not contain it. */
function testSplitNote({ fullPool, curves, data }: StudyReport): string {
  const error = fullPool?.error.mean ?? curves[0]?.points.at(-1)?.error.mean ?? 0;
  const half = 1.96 * Math.sqrt((error * (1 - error)) / data.test);
  return `Intervals are over repeats of seed labels and selection; the ${data.test.toLocaleString('en')} test examples are the same in all of them and alone leave ± ${(half * 100).toFixed(2)} points to any error as a statement about the population.`;
}

/** The report as one file without outside parts: verdict, chart, table, configuration, engine. Light and dark. */
export function reportHtml(report: StudyReport): string {
  const [headline = '', ...rest] = studyVerdict(report);
  const { data, engine } = report;
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
<figcaption>Mean over ${report.config.repeats} repeats with 95 % intervals. ${escape(testSplitNote(report))}</figcaption></figure>
<h2>Points</h2>
<div class="table"><table>
<thead><tr><th scope="col">scheme</th><th scope="col">kept</th><th scope="col">labels</th><th scope="col">test error</th><th scope="col">95 % interval (%)</th><th scope="col">minus random (points)</th><th scope="col">95 % interval (points)</th><th scope="col">label entropy (bits)</th></tr></thead>
<tbody>
${report.curves.map((curve) => curveRows(report, curve)).join('\n')}
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
<dt>Time</dt><dd>${report.seconds.toFixed(0)} s</dd>
</dl>
<pre>${escape(JSON.stringify(report.config, null, 2))}</pre>
</main>
</body>
</html>
`;
}
