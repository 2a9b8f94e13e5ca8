import type { LabelTarget } from '@/lib/contracts/platform';
import type { Modality } from '@/lib/contracts/project';
import { AppError } from '@/lib/errors';
import type { ArgillaField, ArgillaQuestion } from './schemas';

const MODALITY_OF_FIELD: Readonly<Record<string, Modality>> = { image: 'image', text: 'text' };

/** The question that gives a record one class. @throws AppError `bad-input` where there is none */
export function labelQuestion(dataset: string, questions: readonly ArgillaQuestion[]): ArgillaQuestion {
  const question = questions.find(({ settings }) => settings.type === 'label_selection');
  if (question) return question;
  const several = questions.some(({ settings }) => settings.type === 'multi_label_selection');
  throw new AppError(
    'bad-input',
    several
      ? `The question of “${dataset}” takes several labels a record; Winnow works with one class an example.`
      : `The dataset “${dataset}” has no label question.`,
    'Make a dataset whose settings have a LabelQuestion with a label a class.',
  );
}

/** What is labeled, and with what. @throws AppError `bad-input` where Winnow cannot read what it is about */
export function labelTarget(
  dataset: string,
  fields: readonly ArgillaField[],
  questions: readonly ArgillaQuestion[],
): LabelTarget {
  const { name: control, settings } = labelQuestion(dataset, questions);
  const choices = settings.options.map(({ value, text }) => ({ value, title: text || value }));
  for (const { name, settings: field } of fields) {
    const modality = MODALITY_OF_FIELD[field.type];
    if (modality) return { modality, dataKey: name, control, object: name, choices };
  }
  throw new AppError(
    'bad-input',
    `The fields of “${dataset}” hold nothing that Winnow can read: it reads images and texts.`,
    'Make a dataset with a TextField or an ImageField.',
  );
}
