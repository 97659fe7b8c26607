import type { JSX } from "preact";

/** One of Wagtail's own icons. */
export function Icon({ name }: { name: string }): JSX.Element {
  return (
    <svg class={`icon icon-${name} chat-icon`} aria-hidden="true">
      <use href={`#icon-${name}`} />
    </svg>
  );
}

const SPEAKER = "M8 2.5 4.7 5.4H2.2c-.5 0-.9.4-.9.9v3.4c0 .5.4.9.9.9h2.5L8 13.5c.4.3.9 0 .9-.5V3c0-.5-.5-.8-.9-.5Z";

const WAVES = "M11 5.5a3.6 3.6 0 0 1 0 5M12.9 3.6a6.2 6.2 0 0 1 0 8.8";
const SILENCE = "m11 6 4 4m0-4-4 4";

/** Wagtail has no speaker among its icons. */
export function SpeakerIcon({ muted }: { muted: boolean }): JSX.Element {
  return (
    <svg class="icon chat-icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={SPEAKER} />
      <path class="chat-icon__line" d={muted ? SILENCE : WAVES} />
    </svg>
  );
}
