import type { Predictor } from '../../surrogates/open-predictor.service';

/** Nobody asked for so long: the memory is better used otherwise. */
const IDLE_MS = 10 * 60_000;

/**
 * Keeps the model that was asked last open, and lets one request in at a time: memory holds one model however many
 * projects ask.
 */
export class KeptPredictor {
  private kept: { surrogateId: string; predictor: Predictor } | null = null;
  private last: Promise<unknown> = Promise.resolve();
  private idle: NodeJS.Timeout | null = null;

  use<Result>(
    surrogateId: string,
    open: () => Promise<Predictor>,
    work: (predictor: Predictor) => Promise<Result>,
  ): Promise<Result> {
    return this.inTurn(async () => {
      if (this.kept?.surrogateId !== surrogateId) {
        await this.release();
        this.kept = { surrogateId, predictor: await open() };
      }
      return work(this.kept.predictor);
    });
  }

  private inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.last.then(work);
    this.last = turn.catch(() => undefined).then(() => this.rest());
    return turn;
  }

  private rest(): void {
    if (this.idle) clearTimeout(this.idle);
    this.idle = setTimeout(() => {
      this.last = this.last.then(() => this.release());
    }, IDLE_MS).unref();
  }

  private async release(): Promise<void> {
    const { kept } = this;
    this.kept = null;
    await kept?.predictor.close();
  }
}
