/** What to do about a record that cannot be read, by the code of its rejection. */
const REMEDIES: Readonly<Record<string, string>> = {
  'broken-row': 'Mend the row or take it out.',
  'no-id': 'Give each row an id, or leave the column out.',
  'same-id': 'Give each record its own id; answers about one input must follow each other.',
  'unknown-split': 'Write pool (or train), seed or test, or leave it empty.',
  'unknown-class': 'Name a class that the file lists.',
  'several-labels': 'Leave one label.',
  'bad-seconds': 'Write seconds from 0, or nothing.',
  'bad-weight': 'Write a number above 0, or nothing.',
  'bad-probability': 'Write a number above 0 up to 1, or nothing.',
  'bad-annotations': 'Leave the column “annotations” out, or as Winnow wrote it.',
  'not-a-number': 'Write a number, or name the column that holds the text.',
  'not-utf-8': 'Save it as UTF-8.',
  'no-text': 'Name the column that holds the text.',
  'no-file-name': 'Name the file in the column “file_name”.',
  'missing-file': 'Pack the file, or take its row out.',
  'unsafe-path': 'Give a path below the folder of the images.',
  'zip-bomb': 'Pack the files into a plain zip again.',
  'too-large': 'Take the file out.',
};

export function remedyOf(code: string): string {
  return REMEDIES[code] ?? 'Take it out, or replace it.';
}
