/** How several votes become one label. */
export const CONSENSUS_RULES = ['majority', 'dawid-skene'] as const;
export type ConsensusRule = (typeof CONSENSUS_RULES)[number];

/** Why a number of agreement is not there. */
export type AgreementGap = 'no-votes' | 'one-annotator' | 'no-shared-example' | 'one-class' | 'no-such-vote';

export interface AgreementEstimate {
  /** null where it cannot be said; `reason` says why */
  readonly value: number | null;
  /** 95 % interval; null where none can be said */
  readonly low: number | null;
  readonly high: number | null;
  readonly reason: AgreementGap | null;
}

export interface AnnotatorAgreement {
  readonly id: string;
  readonly name: string;
  /** examples that this annotator labeled */
  readonly labeled: number;
  /** of these, those that others labeled too */
  readonly shared: number;
  /** share of the shared examples on which they said what most of the others said, with Wilson's interval */
  readonly withOthers: AgreementEstimate;
  /** expected share of right labels among the shared examples, by Dawid–Skene; null where they shared nothing */
  readonly accuracy: number | null;
  /** rows: class by Dawid–Skene, columns: how often this annotator says which; null where they shared nothing */
  readonly confusion: readonly (readonly number[])[] | null;
  /** per answer, breaks left out; null where nobody measured */
  readonly medianSeconds: number | null;
  /** answers marked as unsure */
  readonly unsure: number;
}

/** How far the annotators of a project agree. Intervals are of 95 %. */
export interface AgreementReport {
  /** examples with a label by people, and votes on them */
  readonly examples: number;
  readonly votes: number;
  /** examples with two votes or more; all that follows is of these */
  readonly shared: number;
  readonly annotatorCount: number;
  /** share of shared examples whose votes are not all the same, with Wilson's interval */
  readonly disagreement: AgreementEstimate;
  /** Cohen's kappa with its asymptotic interval; null unless there are exactly two annotators */
  readonly cohen: AgreementEstimate | null;
  /** Fleiss' kappa; interval: percentiles of a bootstrap over examples */
  readonly fleiss: AgreementEstimate;
  /** Krippendorff's alpha; interval likewise */
  readonly krippendorff: AgreementEstimate;
  readonly bootstrapReplicates: number;
  readonly classes: readonly {
    /** class index */
    readonly label: number;
    readonly votes: number;
    /** Krippendorff's alpha of this class against all others */
    readonly alpha: AgreementEstimate;
    /** where one annotator says this class, the share of the others' votes that say it too; null without votes */
    readonly repeated: number | null;
  }[];
  readonly annotators: readonly AnnotatorAgreement[];
  /** those who share most first, 50 at most */
  readonly pairs: readonly {
    /** ids of the two */
    readonly annotators: readonly [string, string];
    /** examples that both labeled */
    readonly shared: number;
    /** Cohen's kappa with its asymptotic interval */
    readonly kappa: AgreementEstimate;
  }[];
  /** all of them */
  readonly pairCount: number;
  /** most frequent first, 50 at most */
  readonly confusedClasses: readonly {
    /** class indices, the smaller first */
    readonly labels: readonly [number, number];
    /** pairs of votes on one example that said one and the other */
    readonly count: number;
  }[];
}
