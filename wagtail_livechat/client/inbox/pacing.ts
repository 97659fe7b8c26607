/** Fetches again what changes by itself: soon after it is told of a change, and now and then anyway; only while somebody looks. */
import type { Clock, Timer } from "../shared/timing";

export interface PacingOptions {
  /** Never rejects, or nobody hears of it. */
  fetch: () => Promise<unknown>;
  isLookedAt: () => boolean;
  /** Milliseconds between the beginnings of two fetches, however much changes. */
  atLeastMs: number;
  /** The same, where nobody tells of a change. */
  atMostMs: number;
  clock: Clock;
}

export class Pacing {
  private last = -Infinity;
  private isDue = true;
  private timer: Timer = null;
  private running: object | null = null;

  constructor(private readonly options: PacingOptions) {}

  /** Something changed, or somebody looks again. */
  changed(): void {
    this.isDue = true;
    this.plan();
  }

  /** At once; what is under way counts no more. */
  now(): void {
    this.running = null;
    this.last = -Infinity;
    this.changed();
  }

  private plan(): void {
    const { atLeastMs, atMostMs, clock, isLookedAt } = this.options;
    clock.cancel(this.timer);
    if (this.running !== null || !isLookedAt()) return;
    const next = this.last + (this.isDue ? atLeastMs : atMostMs);
    this.timer = clock.after(Math.max(0, next - clock.now()), () => void this.run());
  }

  private async run(): Promise<void> {
    const { clock, fetch, isLookedAt } = this.options;
    if (!isLookedAt()) return;
    const run = {};
    this.running = run;
    this.isDue = false;
    this.last = clock.now();
    await fetch().catch(() => undefined);
    if (this.running !== run) return;
    this.running = null;
    this.plan();
  }
}
