/** Where a surrogate's bytes lie. */
export function surrogateFiles(projectId: string, surrogateId: string) {
  const folder = `projects/${projectId}/surrogates/${surrogateId}`;
  return {
    folder,
    training: `${folder}/training`,
    probabilities: `${folder}/probabilities`,
    lastLayer: `${folder}/last-layer`,
    /** @param name with settings; a blob key has neither colons nor commas */
    score: (name: string) => `${folder}/scores/${name.replaceAll(/[:,]/g, '+')}`,
  };
}
