import type { JSX } from "preact";
import type { VisitorDetails } from "../../../shared/types";
import { answerWords } from "../../labels";
import { useInbox } from "../context";
import { Fact } from "./Fact";
import { Folded, Room } from "./Room";

const SHOWN = 6;
/** What the page may say of the visitor beside its own variables, and how that is called here. */
const CLAIMS: Readonly<Record<string, string>> = {
  name: "field_name",
  email: "field_email",
  phone: "field_phone",
  group: "variable_group",
  language: "language",
};

/** What the page says of the visitor: anybody can say anything there. */
export function Variables({ visitor }: { visitor: VisitorDetails }): JSX.Element | null {
  const { say } = useInbox();
  const variables = Object.entries(visitor.variables);
  if (variables.length === 0) return null;
  return (
    <Room title={say("variables")} aside={say("variables_hint")}>
      <Folded items={variables} most={SHOWN} more={(count) => say("show_more", { count })}>
        {(shown) => (
          <dl class="chat-facts">
            {shown.map(([name, value]) => (
              <Fact key={name} term={Object.hasOwn(CLAIMS, name) ? say(CLAIMS[name] ?? name) : name}>
                <span dir="auto">{answerWords(value, say)}</span>
              </Fact>
            ))}
          </dl>
        )}
      </Folded>
    </Room>
  );
}
