import type { JsonSchema } from '@/server/api/v1/json-schema';

/** What the largest and smallest whole number mean that a schema names: no bound at all. */
const NO_BOUND = Number.MAX_SAFE_INTEGER;

/** Bounds and default of a value in words; empty where there are none. */
export function boundsText(schema: JsonSchema): string {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, minLength, maxLength, minItems, maxItems } =
    schema;
  const parts = [
    isBound(minimum) && `at least ${minimum}`,
    isBound(exclusiveMinimum) && `above ${exclusiveMinimum}`,
    isBound(maximum) && `at most ${maximum}`,
    isBound(exclusiveMaximum) && `below ${exclusiveMaximum}`,
    isBound(minLength) && `at least ${minLength} characters`,
    isBound(maxLength) && `at most ${maxLength} characters`,
    isBound(minItems) && `at least ${minItems}`,
    isBound(maxItems) && `at most ${maxItems}`,
    schema.default !== undefined && `default ${JSON.stringify(schema.default)}`,
  ];
  return parts.filter(Boolean).join(', ');
}

function isBound(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) < NO_BOUND;
}
