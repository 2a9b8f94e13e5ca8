import type { Scenario } from '../scenario';
import { clocks } from './clocks';
import { damage } from './damage';
import { kills } from './kills';

export const SCENARIOS: readonly Scenario[] = [kills, clocks, damage];
