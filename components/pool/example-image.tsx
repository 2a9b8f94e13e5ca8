import type { ExampleView } from '@/lib/contracts/example';
import { classNames } from '../ui/class-names';

/** Below this many pixels an image is drawn with its true pixels instead of a blur. */
const TINY = 128;

interface ExampleImageProps {
  readonly example: ExampleView;
  /** `thumbnail` for grids, `image` for one large */
  readonly source: 'thumbnail' | 'image';
  readonly className?: string;
}

/** Fills its box without cutting or stretching. */
export function ExampleImage({ example, source, className }: ExampleImageProps) {
  const url = source === 'image' ? example.imageUrl : example.thumbnailUrl;
  if (!url) return null;
  const tiny = Math.max(example.width ?? Infinity, example.height ?? Infinity) <= TINY;
  return (
    // The server cuts thumbnails itself and each needs the session: next/image has nothing to add.
    <img
      src={url}
      alt={example.key}
      width={example.width ?? undefined}
      height={example.height ?? undefined}
      loading={source === 'thumbnail' ? 'lazy' : 'eager'}
      decoding="async"
      draggable={false}
      className={classNames('size-full object-contain', tiny && 'pixelated', className)}
    />
  );
}
