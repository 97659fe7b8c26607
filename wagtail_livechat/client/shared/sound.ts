/** A soft tone of two notes, made by the browser: no file, nothing to load. */

import { lasting, type Store } from "./storage";

export interface Sound {
  play(): void;
  isMuted(): boolean;
  setMuted(muted: boolean): void;
}

const NOTES: readonly [frequency: number, startsAt: number][] = [
  [659.25, 0],
  [880, 0.11],
];

export function createSound(key: string, store: Store = lasting): Sound {
  let muted = store.get<boolean>(key) === true;
  let context: AudioContext | null = null;
  return {
    isMuted: () => muted,
    setMuted: (value) => {
      muted = value;
      store.set(key, value);
    },
    play: () => {
      if (muted || !mayBeHeard()) return;
      context ??= createContext();
      if (context) playNotes(context);
    },
  };
}

/** Browsers complain about sounds of a page that nobody has touched. */
function mayBeHeard(): boolean {
  return navigator.userActivation?.hasBeenActive ?? true;
}

function createContext(): AudioContext | null {
  try {
    return new AudioContext();
  } catch {
    return null;
  }
}

/** Browsers keep silent until the person has touched the page; a tone that comes late would only startle. */
function playNotes(context: AudioContext): void {
  const askedAt = Date.now();
  const play = (): void => {
    if (Date.now() - askedAt > 1_000) return;
    for (const [frequency, startsAt] of NOTES) playNote(context, frequency, context.currentTime + startsAt);
  };
  context.resume().then(play, () => undefined);
}

function playNote(context: AudioContext, frequency: number, at: number): void {
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  oscillator.frequency.value = frequency;
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(0.06, at + 0.015);
  gain.gain.exponentialRampToValueAtTime(0.0001, at + 0.35);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(at);
  oscillator.stop(at + 0.4);
}
