import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { pictureOf, thumbnailOf, type Size } from "../../shared/files";
import { sizeIn } from "../../shared/format";
import { Cards, Linked, type LinkManners } from "../../shared/Linked";
import { pieces, withoutCards } from "../../shared/links";
import type { AttachmentShape } from "../../shared/types";
import type { LaterProps } from "../later_parts";
import { Bubble } from "../parts/Bubble";
import { usePanel } from "../parts/context";
import { Icon } from "../parts/icons";

/** Pixels. */
const LARGEST = 240;

/** A message with links, with cards of what they lead to, or with files. */
export function Rich({ entry, voice }: LaterProps["Rich"]): JSX.Element {
  const { text } = usePanel();
  const urls = entry.cards.map((card) => card.url);
  const words = withoutCards(pieces(entry.body), urls);
  // The chat goes on at another page of this site.
  const manners: LinkManners = { hint: text("new_tab"), own: location.origin };
  return (
    <Bubble entry={entry} voice={voice} words={words.length > 0 && <Linked pieces={words} manners={manners} />}>
      <Cards cards={entry.cards} manners={manners} />
      {entry.attachments.map((file) => (
        <FileView file={file} key={file.public_id} />
      ))}
    </Bubble>
  );
}

function FileView({ file }: { file: AttachmentShape }): JSX.Element {
  const [isBroken, setBroken] = useState(false);
  const size = isBroken ? null : thumbnailOf(file, LARGEST);
  return size ? <Picture file={file} size={size} onError={() => setBroken(true)} /> : <Download file={file} />;
}

function Picture({ file, size, onError }: { file: AttachmentShape; size: Size; onError: () => void }): JSX.Element {
  // Attributes alone would give way to the loaded picture's own proportions: a strip's, or a turned photo's.
  const style = { aspectRatio: `${size.width} / ${size.height}` };
  return (
    <a class="picture" href={file.url} target="_blank" rel="noopener">
      <img loading="lazy" src={pictureOf(file) ?? ""} alt={file.name} {...size} style={style} onError={onError} />
    </a>
  );
}

function Download({ file }: { file: AttachmentShape }): JSX.Element {
  const { language } = usePanel();
  return (
    <a class="file" href={file.url} download={file.name}>
      <Icon name="file" />
      <span>
        <bdi>{file.name}</bdi> <span class="size">{sizeIn(language, file.size)}</span>
      </span>
    </a>
  );
}
