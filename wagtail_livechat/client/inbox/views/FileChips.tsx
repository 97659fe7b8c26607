import type { JSX } from "preact";
import type { DraftFile } from "../drafts";
import { useInbox } from "./context";
import { Icon } from "./Icon";
import type { Writing } from "./writing";

/** The files of the draft: how far each came, and the way out. */
export function FileChips({ writing }: { writing: Writing }): JSX.Element | null {
  const { desk, say } = useInbox();
  const { draft, place, box } = writing;
  if (draft.files.length === 0) return null;
  const remove = (key: string): void => {
    desk.composing.detach(place, key);
    box.current?.focus();
  };
  return (
    <ul class="chat-draft-files" aria-label={say("files")}>
      {draft.files.map((file) => (
        <Chip key={file.key} file={file} remove={() => remove(file.key)} />
      ))}
    </ul>
  );
}

function Chip({ file, remove }: { file: DraftFile; remove: () => void }): JSX.Element {
  const { say, format } = useInbox();
  return (
    <li class={`chat-draft-file chat-draft-file--${file.state}`}>
      <Picture key={file.picture} file={file} />
      <span class="chat-draft-file__what">
        <span class="chat-draft-file__name" dir="auto" title={file.name}>
          {file.name}
        </span>
        <span class="chat-draft-file__meta">{file.state === "failed" ? <Failure file={file} /> : format.size(file.size)}</span>
        {file.state === "uploading" && <Progress file={file} />}
      </span>
      <button
        type="button"
        class="chat-quiet-button chat-draft-file__remove"
        aria-label={say("remove_file", { name: file.name })}
        onClick={remove}
      >
        <Icon name="cross" />
      </button>
    </li>
  );
}

function Picture({ file }: { file: DraftFile }): JSX.Element {
  if (file.picture === null) return <Icon name="doc-full" />;
  return <img class="chat-draft-file__picture" src={file.picture} alt="" />;
}

function Progress({ file }: { file: DraftFile }): JSX.Element {
  const { say } = useInbox();
  return (
    <progress
      class="chat-draft-file__progress"
      value={file.progress}
      max={1}
      aria-label={say("uploading", { name: file.name })}
    />
  );
}

function Failure({ file }: { file: DraftFile }): JSX.Element {
  const { desk, say } = useInbox();
  return (
    <>
      <span role="alert">{file.detail || say("upload_failed")}</span>{" "}
      {!file.isHopeless && (
        <button type="button" class="chat-link-button" onClick={() => desk.composing.attachAgain(file.key)}>
          {say("try_again")}
        </button>
      )}
    </>
  );
}
