import { AppError } from '@/lib/errors';
import type { PlatformAdapter } from './annotation-platform';
import { argilla } from './argilla/argilla';
import { labelStudio } from './label-studio/label-studio';

/** Every labeling platform that Winnow speaks to. One line an adapter. */
export const PLATFORMS: readonly PlatformAdapter[] = [labelStudio, argilla];

/** @throws AppError `bad-input` */
export function platformByName(name: string): PlatformAdapter {
  const adapter = PLATFORMS.find((candidate) => candidate.name === name);
  if (adapter) return adapter;
  const known = PLATFORMS.map((candidate) => candidate.name).join(', ');
  throw new AppError('bad-input', `There is no platform “${name}”.`, `Platforms: ${known}.`);
}
