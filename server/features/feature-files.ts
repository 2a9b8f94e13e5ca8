/** Where a feature set's bytes lie. */
export function featureFiles(projectId: string, featureSetId: string) {
  const folder = `projects/${projectId}/features/${featureSetId}`;
  return { folder, matrix: `${folder}/matrix` };
}

/** Rows as they were read, before what was learnt from the pool is done to them; gone when the features are complete. */
export function rawRows(folder: string): string {
  return `${folder}/raw`;
}
