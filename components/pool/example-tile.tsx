import type { ExampleView } from '@/lib/contracts/example';
import { ExampleImage } from './example-image';

/** An example in small: its image, how its text begins, or else its name. Fills the width that it is given. */
export function ExampleTile({ example }: { readonly example: ExampleView }) {
  if (example.text) {
    return (
      <span className="block h-35 overflow-hidden rounded-sm bg-sunken px-3 py-2.5">
        <span className="line-clamp-6 text-sm leading-5 break-words">{example.text.excerpt}</span>
      </span>
    );
  }
  return (
    <span className="block aspect-square overflow-hidden rounded-sm bg-sunken">
      {example.thumbnailUrl ? (
        <ExampleImage example={example} source="thumbnail" />
      ) : (
        <span className="flex size-full items-center justify-center p-2 text-center font-mono text-sm break-all">
          {example.key}
        </span>
      )}
    </span>
  );
}

/** Columns for tiles: lines of text need more room than pictures. */
export function tileColumns(examples: readonly ExampleView[], ofImages: string): string {
  const texts = examples.some(({ text }) => text !== null);
  return texts ? 'grid grid-cols-[repeat(auto-fill,minmax(min(16rem,100%),1fr))] gap-3' : ofImages;
}
