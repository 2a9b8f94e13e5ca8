import { z } from 'zod';
import type { SchemeParameterInfo } from '../contracts/selection';

const propertySchema = z.union([
  z.object({
    type: z.literal('number'),
    title: z.string(),
    minimum: z.number(),
    maximum: z.number(),
    step: z.number(),
    default: z.number(),
  }),
  z.object({
    type: z.literal('string'),
    title: z.string(),
    enum: z.array(z.string()),
    optionTitles: z.record(z.string(), z.string()),
    default: z.string(),
  }),
]);
const objectSchema = z.object({ properties: z.record(z.string(), propertySchema) });

/** The fields that a screen asks for, read off the own schema of a scheme or model so that they are written down once. */
export function describeParameters(described: { readonly parameters: z.ZodType }): SchemeParameterInfo[] {
  const { properties } = objectSchema.parse(z.toJSONSchema(described.parameters, { io: 'input' }));
  return Object.entries(properties).map(([name, property]) => {
    if (property.type === 'number') {
      const { title, minimum, maximum, step } = property;
      return { kind: 'number', name, title, minimum, maximum, step, default: property.default };
    }
    const options = property.enum.map((value) => ({ value, title: property.optionTitles[value] ?? value }));
    return { kind: 'choice', name, title: property.title, options, default: property.default };
  });
}
