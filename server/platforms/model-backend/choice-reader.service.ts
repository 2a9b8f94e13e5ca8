import { AppError } from '@/lib/errors';
import type { Container } from '../../container';
import { choicesOfClasses } from '../choice-of-class';
import type { OpenConnection } from '../open-connection.service';
import { findProjectFacts } from '../platforms.repository';
import { confirmedClasses } from '../record-answers.service';
import { choicesInConfig } from './config-choices';

/**
 * From a class to its choice on the platform, or why it has none.
 *
 * @param config the labeling interface as it is now, where the platform sent it
 * @throws AppError `conflict` before somebody has said which choice is which class
 */
export async function choiceReader(
  container: Container,
  { connection, of }: OpenConnection,
  config: string | undefined,
): Promise<(label: number) => string | AppError> {
  const { classes } = await findProjectFacts(container.db, connection.projectId);
  const choices = choicesOfClasses(of.target, confirmedClasses(connection), classes);
  const present = config === undefined ? null : (choicesInConfig(config, of.target) ?? new Set());
  return (label) => {
    const choice = choices[label] ?? null;
    if (choice === null) {
      return new AppError('conflict', `No choice of the platform is the class “${classes[label]}”.`);
    }
    if (present === null || present.has(choice)) return choice;
    return new AppError('conflict', `The labeling interface has no choice “${choice}” any more.`);
  };
}
