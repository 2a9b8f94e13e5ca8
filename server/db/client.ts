import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './generated/client';
import type { Prisma } from './generated/client';

export type Database = PrismaClient;
/** The client, or the transaction that a caller is in. */
export type DatabaseClient = Prisma.TransactionClient;

/** A machine that computes on every core answers late; that is no reason to give a transaction up. */
const PATIENCE = { maxWait: 15_000, timeout: 60_000 };
/**
 * PostgreSQL then gives up a transaction whose process says nothing more: it stands still, or the network to it is cut,
 * and what it locked would be locked for hours.
 */
const SILENT_TRANSACTION_MS = 60_000;

export function connectDatabase(url: string): Database {
  return new PrismaClient({
    adapter: new PrismaPg({
      ...{ connectionString: url, max: 10 },
      idle_in_transaction_session_timeout: SILENT_TRANSACTION_MS,
    }),
    transactionOptions: PATIENCE,
  });
}
