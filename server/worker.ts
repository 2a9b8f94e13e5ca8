import { readEnvironment } from './env';
import { exitWith } from './exit-with';
import { work } from './work';

Promise.resolve()
  .then(() => work(readEnvironment()))
  .then(() => process.exit(0), exitWith);
