import type { JSX } from "preact";

const PATHS = {
  close: "m6 6 12 12M18 6 6 18",
  send: "M12 20V5m0 0-6.5 6.5M12 5l6.5 6.5",
  down: "M12 5v14m0 0 6-6m-6 6-6-6",
  sent: "m5 12.5 4.5 4.5L19 7.5",
  seen: "m2 12.5 4.5 4.5L16 7.5m-4.5 8 1.5 1.5L22.5 7.5",
  file: "M13.5 3.5h-8v17h13V8.5Zm0 0v5h5M12 11.5v5m0 0-2-2m2 2 2-2",
  attach: "M12 7.5v9M7.5 12h9M12 3a9 9 0 1 0 .01 0Z",
  back: "M15 5l-7 7 7 7",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  warning: "M12 8v5m0 3v.5M12 3.5 2.5 20h19Z",
} as const;

type IconProps = { name: keyof typeof PATHS; path?: undefined } | { name: string; path: string };

/** One of the panel's, or another that brings its path. */
export function Icon({ name, path }: IconProps): JSX.Element {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 24 24" aria-hidden="true">
      <path d={path ?? PATHS[name]} />
    </svg>
  );
}
