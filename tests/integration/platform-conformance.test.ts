import { describe, test } from 'vitest';
import type { PlatformWorld } from '../support/annotation-platform-conformance';
import { describePlatform } from '../support/annotation-platform-conformance';
import { argillaStandIn, realArgilla } from '../support/argilla-worlds';
import { labelStudioStandIn, realLabelStudio } from '../support/label-studio-worlds';

describePlatform('Label Studio, the stand-in', labelStudioStandIn);
describePlatform('Argilla, the stand-in', argillaStandIn);
describeReal('Label Studio', realLabelStudio, 'WINNOW_TEST_LABEL_STUDIO names no release');
describeReal('Argilla', realArgilla, 'WINNOW_TEST_ARGILLA_URL and _KEY name none');

/** A real platform takes its time; where there is none, the report says which was not asked. */
function describeReal(title: string, open: (() => Promise<PlatformWorld>) | null, missing: string): void {
  if (open) describePlatform(`${title}, the real one`, open);
  else describe(`${title}, the real one`, () => test.skip(missing, () => {}));
}
