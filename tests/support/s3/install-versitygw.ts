import { spawnSync } from 'node:child_process';
import { findVersitygw, VERSITYGW, VERSITYGW_FOLDER } from './versitygw';

if (findVersitygw() === null) {
  const { status, error } = spawnSync('go', ['install', VERSITYGW], {
    env: { ...process.env, GOBIN: VERSITYGW_FOLDER, CGO_ENABLED: '0' },
    stdio: 'inherit',
  });
  if (error) process.stderr.write(`Go does not run here, so tests of S3 are skipped: ${error.message}\n`);
  process.exitCode = status ?? 1;
}
