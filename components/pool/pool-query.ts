import { SPLITS } from '@/lib/contracts/project';
import type { ExampleQuery } from '@/lib/contracts/example';

export const PAGE_SIZE = 96;
export const TILE = { minimum: 64, maximum: 400, default: 152 };

/** The pool browser's question, read from the URL; what makes no sense there is left out. */
export function poolQuery(projectId: string, get: (key: string) => string | null): ExampleQuery {
  const scoreSetId = get('scoreSet') ?? undefined;
  const labeled = get('labeled');
  return {
    projectId,
    split: SPLITS.find((split) => split === get('split')),
    label: index(get('label')),
    labeled: labeled === 'yes' || labeled === 'no' ? labeled : undefined,
    predicted: scoreSetId ? index(get('predicted')) : undefined,
    search: get('search')?.slice(0, 200) || undefined,
    scoreSetId,
    order: get('order') === 'ascending' ? 'ascending' : 'descending',
    minimumScore: scoreSetId ? number(get('minimum')) : undefined,
    maximumScore: scoreSetId ? number(get('maximum')) : undefined,
    offset: index(get('offset')) ?? 0,
    limit: PAGE_SIZE,
  };
}

/** Whether anything but the order narrows what is shown. */
export function isFiltered(query: ExampleQuery): boolean {
  const { split, label, labeled, predicted, search, minimumScore, maximumScore } = query;
  return [split, label, labeled, predicted, search, minimumScore, maximumScore].some(
    (value) => value !== undefined,
  );
}

function number(text: string | null): number | undefined {
  const value = text === null || text.trim() === '' ? NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

function index(text: string | null): number | undefined {
  const value = number(text);
  return value !== undefined && Number.isInteger(value) && value >= 0 ? value : undefined;
}
