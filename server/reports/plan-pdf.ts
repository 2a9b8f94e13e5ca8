import { join } from 'node:path';
import PDFDocument from 'pdfkit';
import { forecastChart } from '@/components/charts/forecast.plot';
import type { PlanView } from '@/lib/contracts/plan';
import type { LabelCost } from '@/lib/planning/label-cost';
import type { PricedRange } from '@/lib/planning/plan';
import { countWords, dayWords, daysWords, shareWords } from '@/lib/planning/plan-words';
import { packageFolder } from '../package-folder';
import { chartFile, chartPng } from './render-chart';

export interface PlanPaper {
  readonly project: string;
  /** what the measured errors come from */
  readonly source: string;
  /** the day that the plan is made on */
  readonly day: Date;
  readonly plan: PlanView;
}

const MARGIN = 54;
/** Kept free at the foot of the page. */
const SIGNATURE_ROOM = 64;
const CHART = { width: 760, height: 300 };
const FONTS = { body: 'DejaVuSans.ttf', bold: 'DejaVuSans-Bold.ttf' };
const INK = '#1d2429';
const SOFT = '#5b656c';

/**
 * A plan on one page of A4, for whoever signs it: the answer, its chart, the numbers, what is uncertain, and a line for the
 * signature. Text can be selected and searched; its fonts are in the file. The same plan on the same day gives the same
 * bytes.
 */
export async function planPdf(paper: PlanPaper): Promise<Buffer> {
  const { project, source, day, plan } = paper;
  const title = `Plan: ${project}`;
  const document = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    font: '',
    lang: 'en',
    pdfVersion: '1.7',
    info: { Title: title, Creator: 'Winnow', Producer: 'Winnow', CreationDate: startOfDay(day) },
  });
  const folder = join(packageFolder('dejavu-fonts-ttf'), 'ttf');
  for (const [name, file] of Object.entries(FONTS)) document.registerFont(name, join(folder, file));
  const bytes = collect(document);
  const width = document.page.width - 2 * MARGIN;

  document.font('bold').fontSize(18).fillColor(INK).text(title, { width, height: 48, ellipsis: true });
  document
    .font('body')
    .fontSize(9)
    .fillColor(SOFT)
    .text(`${dayWords(day)}. From ${source}: ${plan.chosen.title}.`, { width, height: 26, ellipsis: true })
    .moveDown(0.8);
  const [first, ...others] = plan.sentences;
  if (first) document.font('bold').fontSize(11.5).fillColor(INK).text(first, { width }).moveDown(0.4);
  document.font('body').fontSize(9.5);
  for (const sentence of others) document.text(sentence, { width }).moveDown(0.25);

  const picture = chartPng(chartFile((frame) => forecastChart(plan, frame), CHART));
  document.moveDown(0.4).image(picture, { fit: [width, (width * CHART.height) / CHART.width] });
  document.moveDown(0.6);
  drawTable(document, tableOf(plan), width);
  document.moveDown(0.8).x = MARGIN;
  document.fontSize(8).fillColor(SOFT);
  for (const note of notesOf(plan)) {
    // one page, whatever there is to say
    if (document.y > document.page.height - MARGIN - SIGNATURE_ROOM) break;
    document.font('body').text(note, { width }).moveDown(0.2);
  }
  drawSignature(document, width);
  document.end();
  return bytes;
}

function tableOf(plan: PlanView): string[][] {
  const header = [
    'To the target, 90 % interval',
    plan.chosen.title,
    ...(plan.random ? [plan.random.title] : []),
  ];
  const curves = [plan.chosen, ...(plan.random ? [plan.random] : [])];
  const rowOf = (name: string, cell: (range: PricedRange) => string) => [
    name,
    ...curves.map(({ target }) => (target ? cell(target) : '–')),
  ];
  const span =
    (valueOf: (end: LabelCost) => number | null, words = countWords) =>
    (range: PricedRange) => {
      const [low, high] = [range.low && valueOf(range.low), range.high && valueOf(range.high)];
      if (low === null) return '–';
      return high === null ? `${words(low)} or more` : `${words(low)} – ${words(high)}`;
    };
  if (plan.targetError === null) return [];
  return [
    header,
    rowOf(
      'Labels still to buy',
      span(({ labels }) => labels),
    ),
    rowOf(
      'Answers of people',
      span(({ answers }) => answers),
    ),
    rowOf(
      'Hours',
      span(({ hours }) => hours, hoursCell),
    ),
    rowOf(
      `Money (${plan.currency})`,
      span(({ money }) => money),
    ),
    rowOf('Done at the team’s pace', ({ dates }) =>
      dates === null ? '–' : dates.high ? daysWords(dates.low, dates.high) : `from ${dayWords(dates.low)} on`,
    ),
    rowOf('Fitted curves that never get there', ({ unreachable }) => shareWords(unreachable)),
  ];
}

function hoursCell(hours: number): string {
  return hours < 10 ? hours.toFixed(1) : countWords(hours);
}

function drawTable(document: PDFKit.PDFDocument, rows: readonly (readonly string[])[], width: number): void {
  rows.forEach((cells, index) => {
    const top = document.y;
    const rest = width * 0.62;
    const widths = cells.map((_, column) =>
      column === 0 ? width - rest : rest / Math.max(1, cells.length - 1),
    );
    document
      .font(index === 0 ? 'bold' : 'body')
      .fontSize(8.5)
      .fillColor(INK);
    let left = MARGIN;
    cells.forEach((text, column) => {
      const cellWidth = widths[column] ?? 0;
      document.text(text, left, top, { width: cellWidth - 8, height: 13, ellipsis: true });
      left += cellWidth;
    });
    document
      .moveTo(MARGIN, top + 14)
      .lineTo(MARGIN + width, top + 14)
      .lineWidth(0.4)
      .strokeColor('#c4cbcf')
      .stroke();
    document.y = top + 18;
  });
}

function notesOf(plan: PlanView): string[] {
  const { rates, pace, currency, chosen } = plan;
  const prices = [
    rates.costPerLabel === null ? null : `${rates.costPerLabel} ${currency} an answer`,
    rates.costPerHour === null ? null : `${rates.costPerHour} ${currency} an hour`,
    rates.costPerReview === null ? null : `${rates.costPerReview} ${currency} a review`,
    rates.secondsPerAnswer === null
      ? null
      : `${rates.secondsPerAnswer.toFixed(1)} s an answer (median, breaks left out)`,
    pace === null ? null : `${countWords(pace.answersPerDay)} answers a calendar day`,
  ].filter((part) => part !== null);
  const hits = plan.backTest?.rows.filter(({ hit }) => hit).length;
  return [
    ...(prices.length > 0 ? [`Reckoned with: ${prices.join(', ')}.`] : []),
    ...(plan.backTest
      ? [
          `Of ${plan.backTest.rows.length} earlier plans, ${hits} had the newest round’s error in their 90 % interval.`,
        ]
      : []),
    ...chosen.warnings.map(({ text }) => text),
    'Intervals hold 90 % of 200 refits of error(n) = floor + amplitude · n^−exponent on perturbed points.',
  ];
}

function drawSignature(document: PDFKit.PDFDocument, width: number): void {
  const top = document.page.height - MARGIN - 24;
  document.font('body').fontSize(8).fillColor(SOFT);
  ['Date', 'Approved by'].forEach((label, index) => {
    const left = MARGIN + index * width * 0.35;
    const end = left + width * (index === 0 ? 0.3 : 0.65);
    document.moveTo(left, top).lineTo(end, top).lineWidth(0.6).strokeColor(SOFT).stroke();
    document.text(label, left, top + 4, { width: end - left, lineBreak: false });
  });
}

function startOfDay(day: Date): Date {
  return new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate()));
}

function collect(document: PDFKit.PDFDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    document.on('data', (part: Buffer) => parts.push(part));
    document.on('end', () => resolve(Buffer.concat(parts)));
    document.on('error', reject);
  });
}
