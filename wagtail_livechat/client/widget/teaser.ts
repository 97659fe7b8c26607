/** What an agent says first, beside the launcher. */

import { initials } from "../shared/format";
import type { Face, ProactiveMessage } from "../shared/types";

interface Deeds {
  open: () => void;
  dismiss: () => void;
}

function make<Name extends "button" | "div" | "span">(
  tag: Name,
  className: string,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...children);
  return element;
}

function button(className: string, onClick: () => void, ...children: (Node | string)[]): HTMLButtonElement {
  const made = make("button", className, ...children);
  made.type = "button";
  made.addEventListener("click", onClick);
  return made;
}

function portrait({ name, avatar }: Face): HTMLElement {
  const place = make("span", "teaser-face", initials(name));
  place.setAttribute("aria-hidden", "true");
  if (!avatar) return place;
  const image = new Image();
  image.alt = "";
  image.onload = () => place.replaceChildren(image);
  image.src = avatar;
  return place;
}

function spoken(className: string, text: string): HTMLElement {
  const said = make("span", className, text);
  said.dir = "auto";
  return said;
}

export function makeTeaser({ agent, message }: ProactiveMessage, dismissLabel: string, deeds: Deeds): HTMLElement {
  const words = make("span", "teaser-words", spoken("teaser-name", agent.name), " ", spoken("teaser-text", message));
  const close = button("teaser-close", deeds.dismiss, "×");
  close.setAttribute("aria-label", dismissLabel);
  close.title = dismissLabel;
  const teaser = make("div", "teaser", button("teaser-open", deeds.open, portrait(agent), words), close);
  teaser.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.isComposing) deeds.dismiss();
  });
  return teaser;
}
