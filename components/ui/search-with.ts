export type UrlValue = string | number | null;

/** The search part of a URL with some values set or (null, '') taken out; '' where nothing is left. */
export function searchWith(search: string, values: Readonly<Record<string, UrlValue>>): string {
  const params = new URLSearchParams(search);
  for (const [key, value] of Object.entries(values)) {
    if (value === null || value === '') params.delete(key);
    else params.set(key, String(value));
  }
  const text = params.toString();
  return text ? `?${text}` : '';
}
