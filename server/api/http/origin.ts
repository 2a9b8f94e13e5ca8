import { AppError } from '@/lib/errors';

const READING = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Writing requests must come from Winnow's own pages: browsers name the page's origin, and it must be the host that
 * was asked, or `url`, the address under which browsers reach Winnow (a proxy may ask under another). Programs other
 * than browsers name none and carry no cookies of others.
 *
 * @throws AppError `forbidden`
 */
export function checkOrigin(request: Request, url: string): void {
  if (READING.includes(request.method)) return;
  const origin = request.headers.get('origin');
  const site = request.headers.get('sec-fetch-site');
  if (origin === null && (site === null || site === 'same-origin' || site === 'none')) return;
  if (origin !== null && URL.canParse(origin)) {
    if (origin === new URL(url).origin || new URL(origin).host === request.headers.get('host')) return;
  }
  throw new AppError('forbidden', 'This request came from another site.', 'Use Winnow’s own pages.');
}
