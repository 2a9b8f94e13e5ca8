import { AppError } from '@/lib/errors';
import { recordDone } from '../../audit/record-audit';
import type { Container } from '../../container';
import { retrain } from '../../rounds/retrain.service';
import { findConnectionById } from '../platforms.repository';
import { listOpenBatches } from './open-batches.repository';

/**
 * Retrains rounds whose batch is complete, where the project's owner wants that; and the newest one, complete or not, where
 * somebody on the platform asked for training.
 */
export async function beginNextRounds(
  container: Container,
  connectionId: string,
  { trains }: { trains: boolean },
): Promise<void> {
  const connection = await findConnectionById(container.db, connectionId);
  if (!connection) return;
  const { projectId, retrainAlone } = connection;
  const batches = await listOpenBatches(container.db, connectionId);
  const trainable = batches.filter(({ roundId, labeled }) => roundId !== null && labeled > 0);
  const complete = retrainAlone ? trainable.filter(({ open }) => open === 0) : [];
  const asked = trains ? trainable.slice(0, 1) : [];
  for (const roundId of new Set([...complete, ...asked].map((batch) => batch.roundId ?? ''))) {
    try {
      const { jobId } = await retrain(container, { projectId, roundId }, (tx, details) =>
        recordDone(tx, { projectId, user: null, action: 'rounds.retrain', details }),
      );
      container.log.info({ projectId, roundId, jobId }, 'a round began by itself');
    } catch (error) {
      // Somebody began it meanwhile, or took its labels back.
      if (!(error instanceof AppError)) throw error;
      container.log.warn({ err: error, projectId, roundId }, 'a round did not begin by itself');
    }
  }
}
