import type { ClaimedPart } from './parts.repository';

type PartName = Pick<ClaimedPart, 'jobId' | 'stage' | 'number' | 'attempt'>;

const nameOf = ({ jobId, stage, number, attempt }: PartName) => `${jobId}/${stage}/${number}/${attempt}`;

/** The parts that this process is at. */
const held = new Set<string>();

export async function holding<Result>(part: PartName, work: () => Promise<Result>): Promise<Result> {
  const name = nameOf(part);
  held.add(name);
  try {
    return await work();
  } finally {
    held.delete(name);
  }
}

export function isHeldHere(part: PartName): boolean {
  return held.has(nameOf(part));
}
