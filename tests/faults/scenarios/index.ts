import type { Scenario } from '../scenario';
import { alone } from './alone';
import { clocks } from './clocks';
import { damage } from './damage';
import { disks } from './disks';
import { kills } from './kills';
import { network } from './network';
import { parts } from './parts';
import { s3 } from './s3';

export const SCENARIOS: readonly Scenario[] = [kills, parts, clocks, damage, s3, disks, network, alone];
