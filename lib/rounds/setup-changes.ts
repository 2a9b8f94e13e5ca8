import type { RoundSetup } from '../contracts/round';

/**
 * What a round does otherwise than the one before it, a few words each, e.g. "exponent 0.5 → 1".
 *
 * Why: a bend of the curve has to be read beside what was changed there. That each round's choice looks at a newer model
 * is the loop itself and no change; that it begins or ceases to look at the newest one is.
 *
 * @param before null for the first round
 * @returns empty where nothing changed, or nobody knows. O(parameters)
 */
export function setupChanges(before: RoundSetup | null, now: RoundSetup | null): readonly string[] {
  if (!before || !now) return [];
  return [
    ...schemeChanges(before, now),
    ...surrogateChange(before, now),
    ...change('score', before.scoreName ?? 'none', now.scoreName ?? 'none'),
    ...(before.featureSet.id === now.featureSet.id
      ? []
      : [`features ${before.featureSet.extractor} → ${now.featureSet.extractor}`]),
    ...change('control share', percent(before.controlShare), percent(now.controlShare)),
    ...(before.showGuess === now.showGuess
      ? []
      : [now.showGuess ? 'guesses shown to annotators' : 'guesses hidden from annotators']),
    ...modelChange(before, now),
  ];
}

function schemeChanges(before: RoundSetup, now: RoundSetup): string[] {
  if (before.scheme !== now.scheme) return [`scheme ${before.scheme} → ${now.scheme}`];
  const names = new Set([...Object.keys(before.parameters), ...Object.keys(now.parameters)]);
  return [...names].flatMap((name) =>
    change(name, valueOf(before.parameters[name]), valueOf(now.parameters[name])),
  );
}

function surrogateChange(before: RoundSetup, now: RoundSetup): string[] {
  if (!before.surrogate || !now.surrogate || before.surrogate.id === now.surrogate.id) return [];
  const wasNewest = before.surrogate.id === before.modelBefore;
  const isNewest = now.surrogate.id === now.modelBefore;
  if (wasNewest && isNewest) return [];
  return [isNewest ? 'surrogate: the newest model' : `surrogate “${now.surrogate.name}”`];
}

function modelChange({ model: before }: RoundSetup, { model: now }: RoundSetup): string[] {
  if (!before || !now || JSON.stringify(before) === JSON.stringify(now)) return [];
  if (before.name !== now.name) return [`final model ${before.name} → ${now.name}`];
  return [`settings of the final model (${now.name})`];
}

function change(what: string, before: string, now: string): string[] {
  return before === now ? [] : [`${what} ${before} → ${now}`];
}

function valueOf(value: unknown): string {
  if (value === undefined || value === null) return 'unset';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}
