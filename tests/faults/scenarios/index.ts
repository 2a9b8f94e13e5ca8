import type { Scenario } from '../scenario';
import { kills } from './kills';

export const SCENARIOS: readonly Scenario[] = [kills];
