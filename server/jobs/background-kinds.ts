export const DELIVER_WEBHOOK = 'deliver-webhook';

/** Upkeep of the server itself: in nobody's list of jobs, and nobody is told when it fails. */
export const BACKGROUND_KINDS: readonly string[] = [DELIVER_WEBHOOK];
