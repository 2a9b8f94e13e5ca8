// Loaded before everything else in a process whose clock is to jump: `WINNOW_FAULTS_CLOCK` names a file that says by how
// many milliseconds it is wrong, looked at ten times a second. Timers go on as they do when a machine's clock is set.
import { readFileSync } from 'node:fs';
import { setInterval } from 'node:timers';

const file = process.env.WINNOW_FAULTS_CLOCK;
const TrueDate = Date;
let shift = 0;

function look() {
  try {
    shift = Number(readFileSync(file, 'utf8')) || 0;
  } catch {
    shift = 0;
  }
}

globalThis.Date = class extends TrueDate {
  constructor(...values) {
    if (values.length === 0) super(TrueDate.now() + shift);
    else super(...values);
  }

  static now() {
    return TrueDate.now() + shift;
  }
};

if (file) {
  look();
  setInterval(look, 100).unref();
}
