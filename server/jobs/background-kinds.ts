export const DELIVER_WEBHOOK = 'deliver-webhook';
export const SYNC_PLATFORM = 'sync-platform';
export const REFRESH_CONSENSUS = 'refresh-consensus';

/** Upkeep of the server itself: in nobody's list of jobs, and nobody is told when it fails. */
export const BACKGROUND_KINDS: readonly string[] = [DELIVER_WEBHOOK, SYNC_PLATFORM, REFRESH_CONSENSUS];
