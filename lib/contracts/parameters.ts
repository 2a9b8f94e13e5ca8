import { z } from 'zod';

/** A field that a screen asks for; what a registry entry's schema says of one of its parameters. */
export type ParameterInfo =
  | {
      readonly kind: 'number';
      readonly name: string;
      readonly title: string;
      readonly minimum: number;
      readonly maximum: number;
      readonly step: number;
      readonly default: number;
    }
  | {
      readonly kind: 'choice';
      readonly name: string;
      readonly title: string;
      readonly options: readonly { readonly value: string; readonly title: string }[];
      readonly default: string;
    };

const propertySchema = z.union([
  z.object({
    type: z.enum(['number', 'integer']),
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

/** The fields that a screen asks for, read off the own schema of a registry entry so that they are written down once. */
export function describeParameters(described: { readonly parameters: z.ZodType }): ParameterInfo[] {
  const { properties } = objectSchema.parse(z.toJSONSchema(described.parameters, { io: 'input' }));
  return Object.entries(properties).map(([name, property]) => {
    if (property.type !== 'string') {
      const { title, minimum, maximum, step } = property;
      return { kind: 'number', name, title, minimum, maximum, step, default: property.default };
    }
    const options = property.enum.map((value) => ({ value, title: property.optionTitles[value] ?? value }));
    return { kind: 'choice', name, title: property.title, options, default: property.default };
  });
}
