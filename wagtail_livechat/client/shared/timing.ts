/** Time and chance, as something that a test can hold in its hands. */

export type Timer = unknown;

export interface Clock {
  now(): number;
  after(ms: number, work: () => void): Timer;
  /** Null, or a timer that is over: nothing happens. */
  cancel(timer: Timer): void;
  /** Between 0 and 1. */
  random(): number;
}

export const realClock: Clock = {
  now: () => Date.now(),
  after: (ms, work) => setTimeout(work, ms),
  cancel: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
  random: () => Math.random(),
};

/** Doubles from `first` to `most` milliseconds; half of it is chance, so that a crowd does not come back at one moment. */
export function backOff(attempt: number, random: number, first = 500, most = 30_000): number {
  const full = Math.min(most, first * 2 ** Math.min(attempt, 16));
  return full / 2 + (full / 2) * random;
}

/** At once, then at most once in a while; the last call is never lost. */
export function atMostEvery(ms: number, work: () => void): () => void {
  let resting = false;
  let again = false;
  const run = (): void => {
    if (resting) {
      again = true;
      return;
    }
    resting = true;
    again = false;
    work();
    setTimeout(() => {
      resting = false;
      if (again) run();
    }, ms);
  };
  return run;
}

/** Again and again, after `ms` and up to `spread` more: a crowd that began at one moment does not stay together. */
export function nowAndThen(ms: number, spread: number, work: () => void, clock: Clock = realClock): void {
  clock.after(ms + spread * clock.random(), () => {
    work();
    nowAndThen(ms, spread, work, clock);
  });
}
