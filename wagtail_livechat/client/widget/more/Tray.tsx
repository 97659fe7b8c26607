import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { DraftFile } from "../../shared/attaching";
import { fill, sizeIn } from "../../shared/format";
import { upload } from "../../shared/uploading";
import type { LaterProps } from "../later_parts";
import { usePanel } from "../parts/context";
import { Icon } from "../parts/icons";
import { Carrier } from "./carrier";
import { spoken } from "./file_rules";

/** One for the page, as the chat is. */
let carrier: Carrier | null = null;

/** The files of the next message: how far each came, and the way out. */
export function Tray({ box }: LaterProps["Tray"]): JSX.Element {
  const { chat, memory, state, text } = usePanel();
  const files = state.carried;
  useEffect(() => {
    const base = window.wagtailLivechat?.settings.api ?? "";
    carrier ??= new Carrier(chat, memory, text, (form, watching) => upload({ base }, "attachments", form, watching));
  }, []);
  const remove = (file: DraftFile): void => {
    carrier?.remove(file);
    box.current?.focus();
  };
  return (
    <>
      {files.length > 0 && (
        <ul class="tray" aria-label={text("files")}>
          {files.map((file) => (
            <Carried key={file.key} file={file} remove={() => remove(file)} />
          ))}
        </ul>
      )}
      {state.held !== null && <p class="held">{text("held")}</p>}
      <Spoken words={spoken(files, text)} />
    </>
  );
}

/** Empty at first, so that what comes into it is announced. */
function Spoken({ words }: { words: string }): JSX.Element {
  const [said, say] = useState("");
  useEffect(() => say(words), [words]);
  return (
    <p class="unseen" role="status">
      {said}
    </p>
  );
}

function Carried({ file, remove }: { file: DraftFile; remove: () => void }): JSX.Element {
  const { language, text } = usePanel();
  const { name, state } = file;
  // A site's policy may not allow pictures that come from no address.
  const [isBroken, setBroken] = useState(false);
  return (
    <li class={`carried ${state}`}>
      {file.picture && !isBroken ? <img src={file.picture} alt="" onError={() => setBroken(true)} /> : <Icon name="file" />}
      <span class="what">
        <bdi class="name">{name}</bdi>
        {state === "failed" ? <Failed file={file} /> : <span class="size">{sizeIn(language, file.size)}</span>}
        {state === "uploading" && <progress value={file.progress} max={1} aria-label={fill(text("uploading"), { name })} />}
      </span>
      <button
        type="button"
        class="out"
        aria-label={fill(text(state === "uploading" ? "cancel_file" : "remove_file"), { name })}
        onClick={remove}
      >
        <Icon name="close" />
      </button>
    </li>
  );
}

function Failed({ file }: { file: DraftFile }): JSX.Element {
  const { text } = usePanel();
  return (
    <span class="why">
      <span role="alert">{file.detail || text("not_uploaded")}</span>{" "}
      {!file.isHopeless && (
        <button type="button" class="link" onClick={() => carrier?.again(file.key)}>
          {text("retry")}
        </button>
      )}
    </span>
  );
}
