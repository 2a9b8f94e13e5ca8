/** Pairs (row, column) of a square table, a bit each: size² / 8 bytes. */
export class BitMatrix {
  private readonly words: Uint32Array;
  private readonly wordsPerRow: number;

  constructor(size: number) {
    this.wordsPerRow = Math.ceil(size / 32);
    this.words = new Uint32Array(size * this.wordsPerRow);
  }

  set(row: number, column: number): void {
    const place = row * this.wordsPerRow + (column >>> 5);
    this.words[place] = (this.words[place] as number) | (1 << (column & 31));
  }

  /** The columns set in a row, ascending. O(size / 32 + columns set) */
  forEach(row: number, visit: (column: number) => void): void {
    for (let index = 0; index < this.wordsPerRow; index++) {
      let word = this.words[row * this.wordsPerRow + index] as number;
      while (word !== 0) {
        const bit = 31 - Math.clz32(word & -word);
        visit(32 * index + bit);
        word &= word - 1;
      }
    }
  }
}
