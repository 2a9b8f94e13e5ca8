/** Why a file cannot be read, which is a property of the file and not of our code. */
export interface EntryProblem {
  readonly code: string;
  readonly reason: string;
}
