import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './generated/client';
import type { Prisma } from './generated/client';

export type Database = PrismaClient;
/** The client, or the transaction that a caller is in. */
export type DatabaseClient = Prisma.TransactionClient;

export function connectDatabase(url: string): Database {
  return new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max: 10 }) });
}
