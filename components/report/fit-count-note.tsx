import { formatCount, formatQuantity } from '../ui/format';
import type { FitCount } from './study-draft';

/** How much work the study is, before it is started. */
export function FitCountNote({ fits }: { readonly fits: FitCount }) {
  const total = fits.surrogates + fits.finalModels;
  return (
    <p className="max-w-[72ch] text-ink-soft" aria-live="polite">
      <span className="font-semibold text-ink">{formatCount(total)} models</span> will be fitted:{' '}
      {formatQuantity(fits.surrogates, 'surrogate')} and {formatQuantity(fits.finalModels, 'final model')}.
      {fits.searched &&
        ' Each is searched for its ridge, which multiplies the work; a given ridge is faster.'}
    </p>
  );
}
