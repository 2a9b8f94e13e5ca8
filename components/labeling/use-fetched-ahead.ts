import { useEffect, useRef } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { HandedOutItem } from '@/lib/contracts/labeling';
import { exampleTextQuery } from '../pool/example-text-query';

/** Fetches and decodes the pictures and fetches the texts of what comes next, so that the next answer shows no gap. */
export function useFetchedAhead(items: readonly HandedOutItem[]): void {
  const queryClient = useQueryClient();
  /** Held here, so that the browser keeps them decoded. */
  const decoded = useRef(new Map<string, HTMLImageElement>());
  const images = items.flatMap(({ example }) => example.imageUrl ?? []).join(' ');
  const texts = items.flatMap(({ example }) => example.text?.url ?? []).join(' ');
  useEffect(() => {
    const wanted = new Set(images.split(' ').filter(Boolean));
    for (const url of wanted) {
      if (decoded.current.has(url)) continue;
      const image = new Image();
      image.src = url;
      decoded.current.set(url, image);
      // One that cannot be decoded says so when it is on the screen.
      image.decode().catch(() => undefined);
    }
    for (const url of decoded.current.keys()) if (!wanted.has(url)) decoded.current.delete(url);
  }, [images]);
  useEffect(() => {
    for (const url of texts.split(' ').filter(Boolean)) void queryClient.prefetchQuery(exampleTextQuery(url));
  }, [texts, queryClient]);
}
