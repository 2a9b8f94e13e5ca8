/** Says why a file of so many bytes is not read. */
export function tooManyBytes(bytes: number, maximum: number): string {
  const mebibytes = (value: number) => `${(value / 2 ** 20).toFixed(1)} MiB`;
  return `The file has ${mebibytes(bytes)}; at most ${mebibytes(maximum)} are read.`;
}
