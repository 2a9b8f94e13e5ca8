import { fitPowerLaw, type PowerLawFit, type WeightedPoint } from './power-law';

/** Why a learning curve should not be trusted far, with the sentence that says so. */
export interface CurveWarning {
  readonly kind: 'few-sizes' | 'narrow-range' | 'no-descent' | 'floor-unknown' | 'misfit';
  readonly text: string;
}

const ENOUGH_SIZES = 4;
const WIDE_RANGE = 8;
/** Rise of the misfit at which a floor is no longer believed: 90 % of χ² with one degree of freedom. */
const PROFILE_RISE = 2.706;
/** More scatter than this is no chance of the measurement any more. */
const MUCH_SCATTER = 3;

/** Floors that are tried, as shares of the lowest error measured. */
const FLOORS = [1, 0.9, 0.8, 0.7, 0.6, 0.5];

/**
 * What the points leave open. The floor counts as unknown where its 90 % profile interval reaches from 0 to half of the
 * lowest error measured or further: the points then tell neither that the curve ends nor where.
 *
 * @param overdispersion misfit per degree of freedom, at least 1
 * Source: theory f.1. O(59 · points)
 */
export function curveWarnings(
  points: readonly WeightedPoint[],
  fit: PowerLawFit,
  overdispersion: number,
): CurveWarning[] {
  const labels = points.map((point) => point.labels);
  const sizes = new Set(labels).size;
  const range = Math.max(...labels) / Math.min(...labels);
  const lowest = Math.min(...points.map(({ error }) => error));
  const isPossible = (floor: number) =>
    fitPowerLaw(points, floor).misfit - fit.misfit <= PROFILE_RISE * overdispersion;
  const highestFloor = isPossible(0) && FLOORS.map((share) => share * lowest).find(isPossible);
  const warnings: (CurveWarning | false | 0 | undefined)[] = [
    sizes < ENOUGH_SIZES && {
      kind: 'few-sizes',
      text: `Only ${sizes} different numbers of labels were measured: a law of three numbers passes through almost any three points.`,
    },
    range < WIDE_RANGE && {
      kind: 'narrow-range',
      text: `The most labels measured are only ${range.toFixed(1)} times the fewest (8 times or more would tell the shape): far beyond them this is a guess.`,
    },
    fit.law.amplitude === 0 && {
      kind: 'no-descent',
      text: 'The error does not fall with more labels in what was measured, so no number of labels can be named.',
    },
    fit.law.amplitude > 0 &&
      highestFloor && {
        kind: 'floor-unknown',
        text: `The points do not tell where the curve ends: an error that no number of labels gets below may lie anywhere from 0 to ${(highestFloor * 100).toFixed(1)} %.`,
      },
    overdispersion > MUCH_SCATTER && {
      kind: 'misfit',
      text: `The points scatter around the curve ${Math.sqrt(overdispersion).toFixed(1)} times as far as chance explains: it may not be a power law (a scheme near the full pool, or changed between rounds). The intervals are widened by as much.`,
    },
  ];
  return warnings.filter((warning) => typeof warning === 'object');
}
