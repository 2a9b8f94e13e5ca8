import { describe } from 'vitest';
import { describePlatform } from '../support/annotation-platform-conformance';
import { argillaStandIn, labelStudioStandIn, realArgilla } from '../support/platform-worlds';

describePlatform('Label Studio, the stand-in', labelStudioStandIn);
describePlatform('Argilla, the stand-in', argillaStandIn);
if (realArgilla) describePlatform('Argilla, the real one', realArgilla);
else describe.skip('Argilla, the real one (skipped: WINNOW_TEST_ARGILLA_URL and _KEY name none)');
