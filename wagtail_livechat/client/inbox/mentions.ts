/** Colleagues called by `@name` in a note. */
import type { Colleague } from "../shared/types";
import { folded, replacing, type Edit, type Trigger } from "./completing";

/** Who fits what is typed: by the beginning of the whole name or of one of its words. Not oneself. */
export function mentionable<A extends Colleague>(agents: readonly A[], query: string, me: number): A[] {
  const wanted = folded(query);
  const others = agents.filter((agent) => agent.id !== me && beginsWith(agent.name, wanted));
  return others.sort((one, other) => one.name.localeCompare(other.name));
}

function beginsWith(name: string, wanted: string): boolean {
  const known = folded(name);
  return known.startsWith(wanted) || known.split(/\s+/).some((word) => word.startsWith(wanted));
}

/** The name is written as it is shown: by it the server knows who is meant. */
export function withMention(text: string, trigger: Trigger, agent: Colleague): Edit {
  const hasSpace = /^\s/.test(text.slice(trigger.to));
  const edit = replacing(trigger.from, trigger.to, `@${agent.name}${hasSpace ? "" : " "}`);
  return hasSpace ? { ...edit, start: edit.start + 1, end: edit.end + 1 } : edit;
}
