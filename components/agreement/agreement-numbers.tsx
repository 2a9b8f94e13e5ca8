import type { AgreementReport } from '@/lib/contracts/agreement';
import { FileDownloads } from '../ui/file-downloads';
import { formatCount, formatPercent } from '../ui/format';
import { Section } from '../ui/section';
import { Stat, StatList } from '../ui/stat';
import { formatAgreement, intervalWords, verdictOf } from './agreement-words';
import { AnnotatorTable } from './annotator-table';
import { ClassAgreementTable } from './class-agreement-table';
import { ConsensusChoice } from './consensus-choice';
import { PairSection } from './pair-section';

interface AgreementNumbersProps {
  readonly projectId: string;
  readonly classes: readonly string[];
  readonly report: AgreementReport & { readonly consensus: string };
}

export function AgreementNumbers({ projectId, classes, report }: AgreementNumbersProps) {
  const { cohen, fleiss, krippendorff, disagreement } = report;
  return (
    <div className="flex flex-col gap-6">
      <Section
        title="In short"
        description={verdictOf(report)}
        actions={
          <FileDownloads folder={`/api/projects/${projectId}/votes`} files={['votes.csv', 'votes.jsonl']} />
        }
      >
        <StatList>
          <Stat
            label="Labeled by several"
            value={formatCount(report.shared)}
            hint={`of ${formatCount(report.examples)} examples, ${formatCount(report.annotatorCount)} people`}
          />
          <Stat
            label="Not all the same"
            value={disagreement.value === null ? '–' : formatPercent(disagreement.value)}
            interval={
              disagreement.low === null || disagreement.high === null
                ? intervalWords(disagreement)
                : `${formatPercent(disagreement.low)} to ${formatPercent(disagreement.high)}`
            }
          />
          <Stat
            label="Krippendorff’s alpha"
            value={formatAgreement(krippendorff.value)}
            interval={intervalWords(krippendorff)}
          />
          <Stat
            label="Fleiss’ kappa"
            value={formatAgreement(fleiss.value)}
            interval={intervalWords(fleiss)}
          />
          {cohen && (
            <Stat
              label="Cohen’s kappa"
              value={formatAgreement(cohen.value)}
              interval={intervalWords(cohen)}
            />
          )}
        </StatList>
        <p className="mt-4 max-w-[80ch] text-sm text-ink-soft">
          1 is always the same, 0 is what chance alone would give. The range behind each number holds the
          truth in 95 of 100 such projects. Above 0.8 labels count as reliable, above 0.67 as good enough for
          tentative conclusions (Krippendorff).
        </p>
      </Section>
      <ConsensusChoice projectId={projectId} consensus={report.consensus} />
      {report.shared > 0 && (
        <>
          <Section
            title="Annotators"
            description="Each compared with what most of the others said, and with what Dawid–Skene takes for the truth."
          >
            <AnnotatorTable annotators={report.annotators} classes={classes} />
          </Section>
          <Section
            title="Classes"
            description="Low numbers are classes that the guidelines do not tell apart well enough."
          >
            <ClassAgreementTable report={report} classes={classes} />
          </Section>
          <PairSection projectId={projectId} report={report} classes={classes} />
        </>
      )}
    </div>
  );
}
