/** `extract-features` → "Extract features" */
export function kindTitle(kind: string): string {
  const words = kind.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
