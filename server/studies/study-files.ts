import type { ReportFile } from '@/lib/studies/report-file-names';

/** Where a study's bytes lie. */
export function studyFiles(projectId: string, studyId: string) {
  const folder = `projects/${projectId}/studies/${studyId}`;
  return {
    folder,
    examples: `${folder}/examples.npy`,
    /** what surrogates hand over, for as long as the study runs; not in its folder, of which everything is kept */
    scoredPools: `projects/${projectId}/study-scores/${studyId}`,
    report: (file: ReportFile) => `${folder}/${file}`,
  };
}
