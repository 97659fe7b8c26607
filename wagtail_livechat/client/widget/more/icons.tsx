import type { JSX } from "preact";
import { Icon } from "../parts/icons";

const PATHS = {
  sound: "M4 9.5v5h3.5L12 19V5L7.5 9.5Zm11-1.5a5.5 5.5 0 0 1 0 8m2.5-10.5a9 9 0 0 1 0 13",
  muted: "M4 9.5v5h3.5L12 19V5L7.5 9.5Zm11.5 0 5 5m0-5-5 5",
} as const;

export type IconName = keyof typeof PATHS;

export function MoreIcon({ name }: { name: IconName }): JSX.Element {
  return <Icon name={name} path={PATHS[name]} />;
}
