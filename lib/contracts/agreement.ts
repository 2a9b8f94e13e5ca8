import { z } from 'zod';

/** How several votes become one label. */
export const CONSENSUS_RULES = ['majority', 'dawid-skene'] as const;
export type ConsensusRule = (typeof CONSENSUS_RULES)[number];

/** Why a number of agreement is not there. */
export const AGREEMENT_GAPS = [
  'no-votes',
  'one-annotator',
  'no-shared-example',
  'one-class',
  'no-such-vote',
] as const;
export type AgreementGap = (typeof AGREEMENT_GAPS)[number];

const estimateSchema = z.object({
  /** null where it cannot be said; `reason` says why */
  value: z.number().nullable(),
  /** 95 % interval; null where none can be said */
  low: z.number().nullable(),
  high: z.number().nullable(),
  reason: z.enum(AGREEMENT_GAPS).nullable(),
});
export type AgreementEstimate = z.infer<typeof estimateSchema>;

const pairSchema = z.object({
  /** ids of the two annotators */
  annotators: z.tuple([z.string(), z.string()]),
  /** examples that both labeled */
  shared: z.number(),
  /** Cohen's kappa with its asymptotic interval */
  kappa: estimateSchema,
});
export type AnnotatorPair = z.infer<typeof pairSchema>;

const classAgreementSchema = z.object({
  /** class index */
  label: z.number(),
  /** votes for it on examples with two votes or more */
  votes: z.number(),
  /** Krippendorff's alpha of this class against all others */
  alpha: estimateSchema,
  /** if one annotator said this class, the share of the others' votes that said it too */
  repeated: z.number().nullable(),
});

const annotatorAgreementSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** examples that this annotator labeled */
  labeled: z.number(),
  /** of these, those that others labeled too */
  shared: z.number(),
  /** share of the shared examples on which they said what most of the others said, with Wilson's interval */
  withOthers: estimateSchema,
  /** expected share of right labels among the shared examples, by Dawid–Skene */
  accuracy: z.number().nullable(),
  /** rows: class by Dawid–Skene, columns: what this annotator says; null where they shared nothing */
  confusion: z.array(z.array(z.number())).nullable(),
  medianSeconds: z.number().nullable(),
  unsure: z.number(),
});
export type AnnotatorAgreement = z.infer<typeof annotatorAgreementSchema>;

const confusedPairSchema = z.object({
  /** class indices, the smaller first */
  labels: z.tuple([z.number(), z.number()]),
  /** pairs of votes on one example that said one and the other */
  count: z.number(),
});

/** How far the annotators of a project agree. */
export const agreementReportSchema = z.object({
  /** examples with a label by people, and votes on them */
  examples: z.number(),
  votes: z.number(),
  /** examples with two votes or more; all numbers below are of these */
  shared: z.number(),
  annotatorCount: z.number(),
  /** share of shared examples whose votes are not all the same, with Wilson's interval */
  disagreement: estimateSchema,
  /** Cohen's kappa of the two annotators; only where there are exactly two */
  cohen: estimateSchema.nullable(),
  /** null intervals and one method for these two: percentiles of a bootstrap over examples */
  fleiss: estimateSchema,
  krippendorff: estimateSchema,
  bootstrapReplicates: z.number(),
  classes: z.array(classAgreementSchema),
  annotators: z.array(annotatorAgreementSchema),
  /** those who share most first */
  pairs: z.array(pairSchema),
  pairCount: z.number(),
  /** most frequent first */
  confusedClasses: z.array(confusedPairSchema),
});
export type AgreementReport = z.infer<typeof agreementReportSchema>;
