import { Prisma } from '../db/generated/client';

/** The database's clock, as Prisma stores times. Workers on other machines may have other ones. */
export const NOW = Prisma.sql`(now() AT TIME ZONE 'UTC')`;
