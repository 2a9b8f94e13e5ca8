import type { Scenario } from '../scenario';
import { damage } from './damage';
import { kills } from './kills';

export const SCENARIOS: readonly Scenario[] = [kills, damage];
