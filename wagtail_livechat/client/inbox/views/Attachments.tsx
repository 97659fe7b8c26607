import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { pictureOf, thumbnailOf } from "../../shared/files";
import type { AttachmentShape } from "../../shared/types";
import { useInbox } from "./context";
import { Icon } from "./Icon";

/** Pixels. */
const PICTURE = 220;

/** Pictures as thumbnails, anything else by name and size. */
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
  const [isBroken, setBroken] = useState(false);
  const picture = pictureOf(file);
  const size = thumbnailOf(file, PICTURE);
  if (picture !== null && size !== null && !isBroken) {
    return (
      <a class="chat-files__picture" href={file.url} target="_blank" rel="noopener">
        <img src={picture} alt={file.name} {...size} loading="lazy" onError={() => setBroken(true)} />
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
