import { useEffect } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { HandedOutItem } from '@/lib/contracts/labeling';
import { exampleTextQuery } from '../pool/example-text-query';

/** Fetches the pictures and texts of what comes next, so that the next answer shows no gap. */
export function useFetchedAhead(items: readonly HandedOutItem[]): void {
  const queryClient = useQueryClient();
  const images = items.flatMap(({ example }) => example.imageUrl ?? []).join(' ');
  const texts = items.flatMap(({ example }) => example.text?.url ?? []).join(' ');
  useEffect(() => {
    for (const url of images.split(' ').filter(Boolean)) new Image().src = url;
  }, [images]);
  useEffect(() => {
    for (const url of texts.split(' ').filter(Boolean)) void queryClient.prefetchQuery(exampleTextQuery(url));
  }, [texts, queryClient]);
}
