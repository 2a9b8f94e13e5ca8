/** Files of all answers, a line each. */
export const VOTE_FILES = ['votes.csv', 'votes.jsonl'] as const;
export type VoteFile = (typeof VOTE_FILES)[number];
