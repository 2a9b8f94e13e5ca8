import type { SyntheticCell, SyntheticReport } from '@/lib/contracts/synthetic';
import { describeTheory } from '@/lib/synthetic/describe-theory';
import { labelProcessByName } from '@/lib/synthetic/label-process';
import { REPORT_STYLE } from './report-style';

function share(value: number): string {
  return `${(value * 100).toFixed(2)} %`;
}

function row({ labels, ridge, exponent, fraction, error, theory }: SyntheticCell): string {
  const simulated = error
    ? `<td>${share(error.mean)}</td><td>${(error.low * 100).toFixed(2)} … ${(error.high * 100).toFixed(2)}</td>`
    : '<td>–</td><td>–</td>';
  const difference = error ? ((error.mean - theory) * 100).toFixed(2) : '–';
  return `<tr><th scope="row">${labels}</th><td>${ridge}</td><td>${exponent}</td><td>${Number((fraction * 100).toFixed(2))} %</td>${simulated}<td>${share(theory)}</td><td>${difference}</td></tr>`;
}

function sentences(report: SyntheticReport): string {
  return report.fullPool
    .map(({ labels, ridge }) => {
      const lines = report.lines.filter((line) => line.labels === labels && line.ridge === ridge);
      const { title } = labelProcessByName(labels);
      return `<li>${title}, ridge ${ridge}: ${describeTheory(lines).join(' ')}</li>`;
    })
    .join('\n');
}

/**
 * The run as one file without outside parts: sentences, chart, table, configuration. Light and dark. All text is ours
 * or a number, so nothing has to be escaped.
 */
export function syntheticHtml(report: SyntheticReport, chart: string): string {
  const { config } = report;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Winnow synthetic laboratory</title>
<style>${REPORT_STYLE}</style>
</head>
<body>
<main>
<p class="kind">Winnow synthetic laboratory</p>
<h1>Theory and simulation: misclassification against the fraction kept</h1>
<ul class="verdict">
${sentences(report)}
</ul>
<figure>${chart}
<figcaption>Lines: the ${config.theory} theory, no simulation. Dots: exact error of logistic regression, mean over ${config.datasets} pools with ${config.selections} selections each, 95 % intervals over pools.</figcaption></figure>
<h2>Cells</h2>
<div class="table"><table>
<thead><tr><th scope="col">labels</th><th scope="col">ridge</th><th scope="col">exponent</th><th scope="col">kept</th><th scope="col">simulated</th><th scope="col">95 % interval (%)</th><th scope="col">theory</th><th scope="col">difference (points)</th></tr></thead>
<tbody>
${report.cells.map(row).join('\n')}
</tbody>
</table></div>
<h2>How it was made</h2>
<p>${report.seconds.toFixed(0)} s. “All of the pool” has the same ridge as the selections; at a ridge of its own it may be lower.</p>
<pre>${JSON.stringify(config, null, 2)}</pre>
</main>
</body>
</html>
`;
}
