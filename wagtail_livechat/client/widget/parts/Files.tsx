import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { thumbnailOf, type Size } from "../../shared/files";
import type { AttachmentShape } from "../../shared/types";
import { usePanel } from "./context";
import { Icon } from "./icons";

/** Pixels. */
const LARGEST = 240;

export function FileView({ file }: { file: AttachmentShape }): JSX.Element {
  const [isBroken, setBroken] = useState(false);
  const size = isBroken ? null : thumbnailOf(file, LARGEST);
  return size ? <Picture file={file} size={size} onError={() => setBroken(true)} /> : <Download file={file} />;
}

function Picture({ file, size, onError }: { file: AttachmentShape; size: Size; onError: () => void }): JSX.Element {
  // Attributes alone would give way to the loaded picture's own proportions: a strip's, or a turned photo's.
  const style = { aspectRatio: `${size.width} / ${size.height}` };
  return (
    <a class="picture" href={file.url} target="_blank" rel="noopener">
      <img loading="lazy" src={file.url} alt={file.name} {...size} style={style} onError={onError} />
    </a>
  );
}

function Download({ file }: { file: AttachmentShape }): JSX.Element {
  const { format } = usePanel();
  return (
    <a class="file" href={file.url} download={file.name}>
      <Icon name="file" />
      <span>
        <bdi>{file.name}</bdi> <span class="size">{format.size(file.size)}</span>
      </span>
    </a>
  );
}
