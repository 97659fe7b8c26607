import type { JSX } from "preact";
import type { VisitorDetails } from "../../../shared/types";
import { useInbox } from "../context";
import { Field } from "../Field";

export function Note({ visitor }: { visitor: VisitorDetails }): JSX.Element {
  const { desk, say } = useInbox();
  return (
    <div class="chat-panel__part">
      <Field
        label={say("field_note")}
        hint={say("note_hint")}
        type="note"
        placeholder={say("note_placeholder")}
        value={visitor.note}
        save={(note) => desk.visitors.save(visitor.public_id, { note })}
      />
    </div>
  );
}
