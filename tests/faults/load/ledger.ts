/** One person's answer to one example of one batch. */
export interface LedgerEntry {
  readonly batchId: string;
  readonly row: number;
  readonly email: string;
  readonly label: number;
}

export const ledgerKey = ({ batchId, row, email, label }: LedgerEntry): string =>
  `${batchId} ${row} ${email} ${label}`;

/** What Winnow was sent and what it acknowledged, kept outside of Winnow. */
export class Ledger {
  readonly acknowledged = new Map<string, LedgerEntry>();
  /** acknowledged or on its way: what may be stored, and nothing else may */
  readonly sent = new Set<string>();
  /** refused because somebody else holds or has answered the example */
  refused = 0;

  send(entries: readonly LedgerEntry[]): void {
    for (const entry of entries) this.sent.add(ledgerKey(entry));
  }

  acknowledge(entries: readonly LedgerEntry[]): void {
    for (const entry of entries) this.acknowledged.set(ledgerKey(entry), entry);
  }

  /** Sent, and the server said that it did not store them. */
  refuse(entries: readonly LedgerEntry[]): void {
    for (const entry of entries) this.sent.delete(ledgerKey(entry));
    this.refused += entries.length;
  }
}
