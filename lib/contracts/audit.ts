import { z } from 'zod';

/** What people did, said after their name: path of a procedure (or route) → words. */
export const AUDIT_WORDS: Readonly<Record<string, string>> = {
  'projects.create': 'made the project',
  'projects.update': 'changed the settings',
  'projects.remove': 'deleted the project',
  'members.add': 'added a person',
  'members.changeRole': 'changed a role',
  'members.remove': 'removed a person',
  'members.createLink': 'made a link to choose a password',
  'jobs.cancel': 'stopped long work',
  'datasets.upload': 'uploaded a file',
  'datasets.start': 'began an ingest',
  'features.start': 'began to compute features',
  'surrogates.train': 'began to train a surrogate',
  'surrogates.importExternal': 'brought in a model’s probabilities',
  'scores.compute': 'began to compute scores',
  'selections.create': 'selected examples',
  'selections.sendToLabeling': 'sent a selection to labeling',
  'annotations.createSeedBatch': 'drew examples for first labels',
  'annotations.fillFromFiles': 'answered with the labels from file',
  'agreement.setConsensus': 'changed how answers become one label',
  'agreement.decide': 'decided on an example under review',
  'agreement.undoDecision': 'took a review decision back',
  'agreement.searchErrors': 'began to search for label errors',
  'rounds.retrain': 'began to retrain',
  'rounds.pause': 'paused a round',
  'rounds.resume': 'resumed a round',
  'rounds.abandon': 'abandoned a round',
  'studies.start': 'began a study',
  'analyses.start': 'began an analysis',
  'platforms.connect': 'connected a labeling platform',
  'platforms.disconnect': 'disconnected the labeling platform',
  'platforms.saveClasses': 'matched the platform’s classes',
  'platforms.pull': 'pulled from the platform',
  'platforms.push': 'pushed a batch to the platform',
  'platforms.undoPush': 'took a push back',
  'platforms.listen': 'began to listen to the platform',
  'platforms.stopListening': 'stopped listening to the platform',
  'platforms.setRetrainAlone': 'changed whether rounds retrain by themselves',
  'platforms.sync': 'asked the platform for answers',
  'platforms.createModelPassword': 'made a password for the platform’s model',
  'platforms.removeModelPassword': 'removed the password for the platform’s model',
  'apiKeys.create': 'made an API key',
  'apiKeys.revoke': 'revoked an API key',
  'webhooks.create': 'made a webhook',
  'webhooks.update': 'changed a webhook',
  'webhooks.remove': 'deleted a webhook',
  'webhooks.ping': 'sent a test message',
  'webhooks.redeliver': 'sent a message again',
};

/** What leaves no event: answers are records themselves, and these change nothing else. */
export const UNRECORDED: readonly string[] = [
  'annotations.next',
  'annotations.leave',
  'annotations.answer',
  'annotations.answerAll',
  'annotations.undo',
  'platforms.check',
];

/**
 * How what somebody asked for ended. `refused`: Winnow answered that it cannot be, and why; `unknown`: it is under way, was
 * cut off, or failed on the way.
 */
export const AUDIT_OUTCOMES = ['done', 'refused', 'unknown'] as const;
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number];
export const OUTCOME_WORDS: Readonly<Record<AuditOutcome, string>> = {
  done: 'done',
  refused: 'not done',
  unknown: 'outcome unknown',
};

export const auditFilterSchema = z.object({
  /** of a person; empty for what Winnow did by itself */
  userId: z.string().max(100).optional(),
  action: z.string().max(100).optional(),
  outcome: z.enum(AUDIT_OUTCOMES).optional(),
});
export type AuditFilter = z.infer<typeof auditFilterSchema>;

export type AuditDetail = string | number | boolean | null | readonly (string | number | boolean | null)[];

export interface AuditEventView {
  /** grows with time */
  readonly id: string;
  readonly at: Date;
  /** what they were called then; null where Winnow did it by itself */
  readonly userName: string | null;
  /** the API key by which they asked */
  readonly keyName: string | null;
  readonly action: string;
  /** whom it was done to */
  readonly about: string | null;
  readonly details: Readonly<Record<string, AuditDetail>>;
  readonly outcome: AuditOutcome;
}

/** What can be filtered by: who and what stands in the audit of this project. */
export interface AuditFacets {
  readonly people: readonly { readonly userId: string | null; readonly userName: string | null }[];
  readonly actions: readonly string[];
}
