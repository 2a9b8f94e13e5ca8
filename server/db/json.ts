import type { Prisma } from './generated/client';

/** A value of our own contracts as a JSON column takes it: plain data, whose readonly types Prisma's do not know. */
export function toJson(value: object): Prisma.InputJsonObject {
  return value;
}
