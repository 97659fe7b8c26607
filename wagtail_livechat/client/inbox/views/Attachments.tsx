import type { JSX } from "preact";
import { thumbnailOf } from "../../shared/files";
import type { AttachmentShape } from "../../shared/types";
import { useInbox } from "./context";
import { Icon } from "./Icon";

/** Pixels. */
const PICTURE = 220;

/** Pictures as they are, anything else by name and size. */
export function Attachments({ attachments }: { attachments: readonly AttachmentShape[] }): JSX.Element | null {
  if (attachments.length === 0) return null;
  return (
    <ul class="chat-files">
      {attachments.map((file) => (
        <li key={file.public_id}>
          <File file={file} />
        </li>
      ))}
    </ul>
  );
}

function File({ file }: { file: AttachmentShape }): JSX.Element {
  const { format } = useInbox();
  const size = thumbnailOf(file, PICTURE);
  if (size !== null) {
    return (
      <a class="chat-files__picture" href={file.url} target="_blank" rel="noopener">
        <img src={file.url} alt={file.name} width={size.width} height={size.height} loading="lazy" />
      </a>
    );
  }
  return (
    <a class="chat-files__file" href={file.url} download={file.name}>
      <Icon name="doc-full" />
      <span class="chat-files__name" dir="auto">
        {file.name}
      </span>
      <span class="chat-files__size">{format.size(file.size)}</span>
    </a>
  );
}
