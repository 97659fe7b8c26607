import type { JSX } from "preact";
import type { VisitorDetails } from "../../../shared/types";
import { useInbox, useNow } from "../context";
import { Field } from "../Field";
import { Whereabouts } from "./Whereabouts";

const LINES = [
  { name: "name", type: "text" },
  { name: "email", type: "email" },
  { name: "phone", type: "tel" },
] as const;

/** How to reach the visitor, each line edited in its place; and where they are. */
export function Contact({ visitor }: { visitor: VisitorDetails }): JSX.Element {
  const { desk, say } = useInbox();
  return (
    <div class="chat-panel__part">
      {LINES.map(({ name, type }) => (
        <Field
          key={name}
          label={say(`field_${name}`)}
          type={type}
          placeholder={say("empty_field")}
          value={visitor[name]}
          save={(value) => desk.visitors.save(visitor.public_id, { [name]: value })}
        />
      ))}
      <Whereabouts visitor={visitor} />
      <LastEdit visitor={visitor} />
    </div>
  );
}

function LastEdit({ visitor: { edited } }: { visitor: VisitorDetails }): JSX.Element | null {
  const { say, format } = useInbox();
  const now = useNow(60_000);
  if (edited === null) return null;
  const { by, at } = edited;
  const date = format.shortDate(at, now);
  return (
    <p class="chat-panel__meta chat-panel__edited" title={format.full(at)}>
      {by === null ? say("edited", { date }) : say("edited_by", { name: by, date })}
    </p>
  );
}
