import type { PlatformInfo } from '@/lib/contracts/platform';

/** What to know of a platform that is experimental; undefined for others. */
export function experimentalNote(info: PlatformInfo | undefined): string | undefined {
  return info?.experimental ? `Experimental: ${info.experimental}` : undefined;
}
