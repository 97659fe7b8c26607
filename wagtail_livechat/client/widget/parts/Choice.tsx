import type { JSX } from "preact";
import { chosenGroup, groupsToChoose } from "../state";
import { usePanel } from "./context";

/** Who should answer, where the site lets visitors choose. */
export function Choice(): JSX.Element | null {
  const { chat, state, text } = usePanel();
  const groups = groupsToChoose(state);
  if (!groups.length) return null;
  return (
    <label class="choice">
      {text("ask_group")}
      <select value={chosenGroup(state) ?? ""} onChange={(event) => chat.writing.chooseGroup(Number(event.currentTarget.value) || null)}>
        <option value="">{text("any_group")}</option>
        {groups.map((group) => (
          <option value={group.id} key={group.id}>
            {group.name}
          </option>
        ))}
      </select>
    </label>
  );
}
