interface Window {
  readonly start: number;
  readonly bytes: Promise<Buffer>;
}

/** What was asked for goes beyond the end. */
export class EndOfFileError extends Error {}

/** One for the directory of a zip, the others for files that are read at once. */
const WINDOWS = 4;

/** Bytes that are read in windows: a zip of many small files asks for two pieces a file, which would be a call each. */
export class ReadAhead {
  private windows: readonly Window[] = [];

  constructor(
    readonly size: number,
    private readonly windowBytes: number,
    /** these bytes, which are there; fewer only where the file has been cut off since */
    private readonly load: (position: number, length: number) => Promise<Buffer>,
  ) {}

  /** Bytes in memory of their own. @throws EndOfFileError where the file ends before */
  async bytes(position: number, length: number): Promise<Buffer> {
    const bytes =
      length > this.windowBytes
        ? await this.loadWithin(position, length)
        : await this.fromWindow(position, length);
    if (bytes.length < length) throw new EndOfFileError('unexpected end of file');
    return bytes;
  }

  private async fromWindow(position: number, length: number): Promise<Buffer> {
    const { windowBytes } = this;
    const holds = ({ start }: Window) => start <= position && position + length <= start + windowBytes;
    const window = this.windows.find(holds) ?? {
      start: position,
      bytes: this.loadWithin(position, windowBytes),
    };
    // the one used longest ago goes
    this.windows = [window, ...this.windows.filter((other) => other !== window)].slice(0, WINDOWS);
    const at = position - window.start;
    return Buffer.from((await window.bytes).subarray(at, at + length));
  }

  private async loadWithin(position: number, length: number): Promise<Buffer> {
    const within = Math.max(0, Math.min(length, this.size - position));
    return within === 0 ? Buffer.alloc(0) : this.load(position, within);
  }
}
