import { AppError } from '@/lib/errors';

/** What a guesser tries first here; said in docs/guides/people.md. */
const OWN_WORDS = ['winnow', 'annotation', 'annotator', 'labeling', 'password', 'welcome', 'admin', 'owner'];
/** Fewer letters than that beside known words and digits are no secret. */
const OWN_LETTERS = 4;

interface PasswordOwner {
  readonly email: string;
  readonly name: string;
}

/**
 * Refuses passwords that are guessed first: those that leaks show to be common, and those that are made of the person's
 * name or address, of Winnow's words, of digits and signs. What else a password is made of is nobody's business.
 *
 * @throws AppError `bad-input`
 */
export async function refuseGuessable(password: string, owner: PasswordOwner): Promise<void> {
  const text = password.toLowerCase();
  if (isMadeOfKnownWords(text, owner) || (await isCommon(password, text))) {
    throw new AppError(
      'bad-input',
      'This password is one of those that are tried first.',
      'Choose another: a few words that have nothing to do with each other are good.',
    );
  }
}

/** The list is read where a password is chosen, and nowhere else. */
async function isCommon(password: string, text: string): Promise<boolean> {
  const { default: list } = await import('fxa-common-password-list');
  return list.test(password) || list.test(text);
}

function isMadeOfKnownWords(text: string, { email, name }: PasswordOwner): boolean {
  const own = `${email} ${name}`.toLowerCase().split(/[^\p{L}]+/u);
  const known = [...OWN_WORDS, ...own].filter((word) => word.length >= 3);
  const without = known
    .sort((one, other) => other.length - one.length)
    .reduce((rest, word) => rest.replaceAll(word, ' '), text);
  const letters = without.replace(/[^\p{L}]/gu, '').length;
  return without !== text && letters < OWN_LETTERS;
}
