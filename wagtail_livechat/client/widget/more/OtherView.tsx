import type { JSX } from "preact";
import type { LaterProps } from "../later_parts";
import { Earlier } from "./Earlier";
import { Ending } from "./Ending";
import { Past } from "./Past";
import { Transcript } from "./Transcript";

/** What the header's menu leads to, in the place of the conversation. */
export function OtherView({ view, field }: LaterProps["OtherView"]): JSX.Element {
  switch (view.name) {
    case "ending":
      return <Ending />;
    case "transcript":
      return <Transcript field={field} />;
    case "earlier":
      return <Earlier />;
    case "past":
      return <Past conversation={view.conversation} key={view.conversation} />;
  }
}
