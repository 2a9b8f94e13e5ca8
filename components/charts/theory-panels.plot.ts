import type { SyntheticReport } from '@/lib/contracts/synthetic';
import { nameOf } from '@/lib/synthetic/describe-theory';
import { labelProcessByName } from '@/lib/synthetic/label-process';
import { asChart, type ChartFrame } from './chart-theme.plot';
import { theoryCurve, type TheoryPanel } from './theory-curve.plot';

interface TitledPanel extends TheoryPanel {
  readonly title: string;
}

const TITLE_HEIGHT = 30;

/** A panel a label process and ridge. */
export function theoryPanels(report: SyntheticReport): TitledPanel[] {
  return report.fullPool.map(({ labels, ridge, theory }) => ({
    title: `${labelProcessByName(labels).title} (${labels}), ridge ${ridge}`,
    fullPool: theory,
    curves: report.lines
      .filter((line) => line.labels === labels && line.ridge === ridge)
      .map(({ exponent, points }) => ({
        label: nameOf(exponent),
        isRandom: exponent === 0,
        theory: points,
        simulated: report.cells.flatMap((cell) =>
          cell.labels === labels && cell.ridge === ridge && cell.exponent === exponent && cell.error
            ? [{ fraction: cell.fraction, error: cell.error }]
            : [],
        ),
      })),
  }));
}

/** All panels of a report below each other, each under its title, as one picture. */
export function theoryPicture(report: SyntheticReport, frame: ChartFrame): SVGSVGElement {
  const panels = theoryPanels(report);
  const { document, width, theme } = frame;
  const create = <Name extends keyof SVGElementTagNameMap>(name: Name) =>
    document.createElementNS('http://www.w3.org/2000/svg', name);
  const picture = create('svg');
  const panelHeight = frame.height + TITLE_HEIGHT;
  const height = panels.length * panelHeight;
  picture.setAttribute('width', String(width));
  picture.setAttribute('height', String(height));
  picture.setAttribute('viewBox', `0 0 ${width} ${height}`);
  panels.forEach((panel, index) => {
    const title = create('text');
    title.setAttribute('y', String(index * panelHeight + 18));
    title.setAttribute('font-size', '14');
    title.setAttribute('font-weight', 'bold');
    title.setAttribute('fill', theme.text);
    title.textContent = panel.title;
    const chart = theoryCurve(panel, frame);
    chart.setAttribute('y', String(index * panelHeight + TITLE_HEIGHT));
    picture.append(title, chart);
  });
  return asChart(picture, theme, `Theory and simulations, ${panels.length} panels`);
}
