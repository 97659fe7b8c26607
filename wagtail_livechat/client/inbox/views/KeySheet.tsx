import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { capsOf, SHEET, type SheetGroup, type SheetRow } from "../sheet";
import { useInbox } from "./context";
import { Dialog } from "./Dialog";
import { Icon } from "./Icon";
import { useCommands } from "./keys";

const IS_MAC = /Mac|iPhone|iPad/.test(navigator.platform);

/** Lists every key; "?" opens it, or the button in the bar. */
export function KeySheet(): JSX.Element | null {
  const { keyboard, say } = useInbox();
  const [isOpen, setOpen] = useState(false);
  const close = (): void => setOpen(false);
  useCommands({ help: () => setOpen(true) });
  if (!isOpen) return null;
  return (
    <Dialog title={say("keys")} close={close}>
      <div class="chat-keys">
        <button type="button" class="chat-quiet-button chat-keys__close" aria-label={say("close")} onClick={close}>
          <Icon name="cross" />
        </button>
        {!keyboard.isEnabled && <SwitchedOff />}
        <div class="chat-keys__groups">
          {SHEET.map((group) => (
            <Group key={group.name} group={group} />
          ))}
        </div>
      </div>
    </Dialog>
  );
}

/** Always there, also where the keys are switched off. */
export function KeySheetButton(): JSX.Element {
  const { keyboard, say } = useInbox();
  return (
    <button
      type="button"
      class="chat-quiet-button chat-keys-button"
      aria-label={say("keys")}
      title={say("keys")}
      aria-haspopup="dialog"
      onClick={() => keyboard.run("help")}
    >
      <Icon name="keyboard" />
    </button>
  );
}

function SwitchedOff(): JSX.Element {
  const { say, account } = useInbox();
  return (
    <p class="chat-keys__off">
      <Icon name="warning" />
      <span>
        {say("keys_off")} <a href={account}>{say("your_account")}</a>
      </span>
    </p>
  );
}

function Group({ group }: { group: SheetGroup }): JSX.Element {
  const { say } = useInbox();
  return (
    <section class="chat-keys__group" aria-label={say(`keys_${group.name}`)}>
      <h3 class="chat-keys__title">{say(`keys_${group.name}`)}</h3>
      <dl class="chat-keys__rows">
        {group.rows.map((row) => (
          <div key={row.name} class="chat-keys__row">
            <dt>{say(`key_${row.name}`)}</dt>
            <dd>
              <Keys row={row} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Keys({ row }: { row: SheetRow }): JSX.Element {
  const { say } = useInbox();
  return (
    <>
      {row.keys.map((press, index) => (
        <span key={press}>
          {index > 0 && ` ${say("keys_then")} `}
          {capsOf(press, IS_MAC).map((cap) => (
            <kbd key={cap}>{cap}</kbd>
          ))}
        </span>
      ))}
    </>
  );
}
