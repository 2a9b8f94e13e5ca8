/** Where a feature set's bytes lie. */
export function featureFiles(projectId: string, featureSetId: string) {
  const folder = `projects/${projectId}/features/${featureSetId}`;
  return { folder, matrix: `${folder}/matrix` };
}
