import type { JSX } from "preact";

export function Count({ value }: { value: number }): JSX.Element {
  return <span class="chat-count">{value}</span>;
}
