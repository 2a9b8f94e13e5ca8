import { readEnvironment } from './env';
import { exitWith } from './exit-with';
import { serve } from './serve';

const dev = process.argv.includes('--dev');

Promise.resolve()
  .then(() => serve(readEnvironment(), { dev, worker: true }))
  .then(() => process.exit(0), exitWith);
