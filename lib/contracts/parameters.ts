import { z } from 'zod';

interface NamedParameter {
  readonly name: string;
  readonly title: string;
  /** of second rank: screens fold it away, and reports name it only where it is not the default */
  readonly detail?: true;
}

/** A field that a screen asks for; what a registry entry's schema says of one of its parameters. */
export type ParameterInfo =
  | (NamedParameter & {
      readonly kind: 'number';
      readonly minimum: number;
      readonly maximum: number;
      readonly step: number;
      readonly default: number;
    })
  | (NamedParameter & {
      readonly kind: 'choice';
      readonly options: readonly { readonly value: string; readonly title: string }[];
      readonly default: string;
    });

const detailSchema = { detail: z.literal(true).optional() };
const propertySchema = z.union([
  z.object({
    ...detailSchema,
    type: z.enum(['number', 'integer']),
    title: z.string(),
    minimum: z.number(),
    maximum: z.number(),
    step: z.number(),
    default: z.number(),
  }),
  z.object({
    ...detailSchema,
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
    const { title } = property;
    const named = { name, title, ...(property.detail && { detail: property.detail }) };
    if (property.type !== 'string') {
      const { minimum, maximum, step } = property;
      return { kind: 'number', ...named, minimum, maximum, step, default: property.default };
    }
    const options = property.enum.map((value) => ({ value, title: property.optionTitles[value] ?? value }));
    return { kind: 'choice', ...named, options, default: property.default };
  });
}
