/** Fetches anew what may have changed, each time it is told so: one request under way, and at most one behind it. */
export interface Outcome<T> {
  arrived: (content: T) => void;
  failed: (error: unknown) => void;
}

export class Refetching<T> {
  private isUnderWay = false;
  private isWantedAgain = false;
  private isOver = false;

  constructor(
    private readonly fetch: () => Promise<T>,
    private readonly outcome: Outcome<T>,
  ) {}

  again(): void {
    if (this.isOver) return;
    if (this.isUnderWay) this.isWantedAgain = true;
    else void this.run();
  }

  /** Nobody wants it any more: what is under way is dropped when it arrives. */
  end(): void {
    this.isOver = true;
  }

  private async run(): Promise<void> {
    this.isUnderWay = true;
    do {
      this.isWantedAgain = false;
      await this.fetch().then(
        (content) => this.isOver || this.outcome.arrived(content),
        (error: unknown) => this.isOver || this.outcome.failed(error),
      );
    } while (this.isWantedAgain && !this.isOver);
    this.isUnderWay = false;
  }
}
