import type { JSX } from "preact";
import { fill } from "../../shared/format";
import type { LaterProps } from "../later_parts";
import { usePanel } from "../parts/context";

export function Room({ left }: LaterProps["Room"]): JSX.Element {
  const { text } = usePanel();
  const words = left < 0 ? text("too_long_by") : text("characters_left");
  return <p class={left < 0 ? "room over" : "room"}>{fill(words, { count: Math.abs(left) })}</p>;
}
