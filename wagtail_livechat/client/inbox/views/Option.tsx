import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";

interface OptionProps {
  id: string;
  isActive: boolean;
  pick: () => void;
  children: ComponentChildren;
}

/** One of a list that belongs to a box: the box keeps the focus and names the active one. */
export function Option({ id, isActive, pick, children }: OptionProps): JSX.Element {
  const option = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isActive) option.current?.scrollIntoView({ block: "nearest" });
  }, [isActive]);
  return (
    <li
      ref={option}
      id={id}
      class="chat-suggestions__option"
      role="option"
      aria-selected={isActive}
      onPointerDown={(event) => event.preventDefault()}
      onClick={pick}
    >
      {children}
    </li>
  );
}

export function optionId(list: string, index: number): string {
  return `${list}-${index}`;
}
