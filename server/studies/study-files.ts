import type { ReportFile } from '@/lib/studies/report-file-names';

/** Where a study's bytes lie. */
export function studyFiles(projectId: string, studyId: string) {
  const folder = `projects/${projectId}/studies/${studyId}`;
  return {
    folder,
    examples: `${folder}/examples.npy`,
    report: (file: ReportFile) => `${folder}/${file}`,
  };
}
