import { queryOptions } from '@tanstack/react-query';

/** The whole text of an example; it never changes, so that it is fetched once. */
export function exampleTextQuery(url: string) {
  return queryOptions({
    queryKey: ['example-text', url],
    staleTime: Infinity,
    queryFn: async ({ signal }) => {
      const response = await fetch(url, { signal });
      if (!response.ok) throw new Error(`The text could not be loaded (${response.status}).`);
      return response.text();
    },
  });
}
