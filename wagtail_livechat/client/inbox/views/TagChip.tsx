import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import type { TagShape } from "../../shared/types";
import { colourIn } from "../tagging";
import { useInbox } from "./context";

const NONE: readonly TagShape[] = [];

/** The tags that a site knows; fetched by whoever asks first. */
export function useTags(site: number): readonly TagShape[] {
  const { desk, state } = useInbox();
  useEffect(() => desk.directory.wantTags(site), [desk, site]);
  return state.tags[site] ?? NONE;
}

/** A tag with its colour as a dot: names stay readable on any colour, in any theme. */
export function TagChip({ name, site }: { name: string; site: number }): JSX.Element {
  const colour = colourIn(useTags(site), name);
  return (
    <>
      {colour !== "" && <span class="chat-tag__dot" style={{ backgroundColor: colour }} aria-hidden="true" />}
      <span class="chat-tag__name" dir="auto" title={name}>
        {name}
      </span>
    </>
  );
}
