/** Where an analysis' bytes lie. */
export function analysisBlobs(projectId: string, analysisId: string) {
  const folder = `projects/${projectId}/analyses/${analysisId}`;
  return {
    examples: `${folder}/examples.npy`,
    /** examples × models: gradient norms after training */
    norms: `${folder}/norms`,
    file: (name: string) => `${folder}/${name}`,
  };
}
