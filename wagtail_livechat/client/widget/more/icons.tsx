import type { JSX } from "preact";
import { Icon } from "../parts/icons";

const PATHS = {
  sound: "M4 9.5v5h3.5L12 19V5L7.5 9.5Zm11-1.5a5.5 5.5 0 0 1 0 8m2.5-10.5a9 9 0 0 1 0 13",
  choose: "m6 9.5 6 6 6-6",
  muted: "M4 9.5v5h3.5L12 19V5L7.5 9.5Zm11.5 0 5 5m0-5-5 5",
  earlier: "M3.5 12a8.5 8.5 0 1 0 2.5-6L3.5 8.5m0-5v5h5M12 7.5V12l3 2",
  transcript: "M3 5.5h18v13H3Zm0 1 9 7 9-7",
  ending: "M12 3.5v8m5.5-5a8 8 0 1 1-11 0",
} as const;

export type IconName = keyof typeof PATHS;

export function MoreIcon({ name }: { name: IconName }): JSX.Element {
  return <Icon name={name} path={PATHS[name]} />;
}
