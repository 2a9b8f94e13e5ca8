import { z } from 'zod';
import type { LabelTarget } from '@/lib/contracts/platform';
import type { Modality } from '@/lib/contracts/project';
import { AppError } from '@/lib/errors';

const controlSchema = z.object({
  type: z.string(),
  to_name: z.array(z.string()),
  inputs: z.array(z.object({ type: z.string(), value: z.string().nullish() })),
  labels: z.array(z.string()).default([]),
  labels_attrs: z.record(z.string(), z.object({ value: z.string().nullish() })).default({}),
});

/** What Label Studio makes of its own XML; controls of other kinds may look otherwise. */
export const parsedConfigSchema = z.record(z.string(), z.unknown());

const MODALITY_OF_OBJECT: Readonly<Record<string, Modality>> = {
  Image: 'image',
  Text: 'text',
  HyperText: 'text',
  List: 'features',
};

const REMEDY =
  'Add one in Label Studio’s Labeling Interface, for example: <Choices name="label" toName="image" choice="single"> with a <Choice> a class.';

/**
 * The control that gives a task one class, and what it is about. Where an alias stands for a choice, Label Studio stores and
 * checks the alias.
 *
 * @throws AppError `bad-input` where there is none that Winnow can use
 */
export function labelTarget(title: string, xml: string, parsed: Record<string, unknown>): LabelTarget {
  const choices = Object.entries(parsed).flatMap(([control, value]) => {
    const result = controlSchema.safeParse(value);
    return result.success && result.data.type === 'Choices' ? [{ control, ...result.data }] : [];
  });
  if (choices.length === 0) {
    throw new AppError('bad-input', `The project “${title}” has no Choices to label with.`, REMEDY);
  }
  const single = choices.filter(({ control }) => !takesSeveral(xml, control));
  if (single.length === 0) {
    throw new AppError(
      'bad-input',
      `The Choices of “${title}” take several answers a task; Winnow works with one class an example.`,
      'Set choice="single" in Label Studio’s Labeling Interface.',
    );
  }
  for (const { control, inputs, to_name: [object = ''] = [], labels, labels_attrs } of single) {
    const [input] = inputs;
    const modality = input && MODALITY_OF_OBJECT[input.type];
    if (!input?.value || !modality || labels.length === 0) continue;
    const choicesOf = labels.map((value) => ({ value, title: labels_attrs[value]?.value || value }));
    return { modality, dataKey: input.value, control, object, choices: choicesOf };
  }
  throw new AppError(
    'bad-input',
    `The Choices of “${title}” are about nothing that Winnow can read: it reads images and texts.`,
    REMEDY,
  );
}

/** The parsed config leaves `choice` out. */
function takesSeveral(xml: string, control: string): boolean {
  const tags = xml.match(/<Choices\b[^>]*>/g) ?? [];
  const tag = tags.find((candidate) => attributeOf(candidate, 'name') === control);
  return tag !== undefined && attributeOf(tag, 'choice') === 'multiple';
}

function attributeOf(tag: string, name: string): string | null {
  return new RegExp(`\\s${name}\\s*=\\s*["']([^"']*)["']`).exec(tag)?.[1] ?? null;
}
