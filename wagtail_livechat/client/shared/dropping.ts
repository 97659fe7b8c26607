/** Files that are dropped or pasted rather than chosen. */

import { useEffect, useRef, useState } from "preact/hooks";

const KINDS = ["dragover", "dragleave", "drop"] as const;

/** Files can be dropped anywhere on this element. Returns whether some are held over it. */
export function useDropped(find: () => HTMLElement | null | undefined, take: (files: File[]) => void): boolean {
  const [isOver, setOver] = useState(false);
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => {
    const pane = find();
    const listener = (event: DragEvent): void => {
      const { dataTransfer, relatedTarget, type } = event;
      if (!dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      setOver(type === "dragover" || (type === "dragleave" && !!pane?.contains(relatedTarget as Node | null)));
      if (type === "drop") latest.current([...dataTransfer.files]);
    };
    KINDS.forEach((kind) => pane?.addEventListener(kind, listener));
    return () => KINDS.forEach((kind) => pane?.removeEventListener(kind, listener));
  }, []);
  return isOver;
}

/** Takes copied files out of a paste; a table or a text that brings its own picture along stays a text. */
export function filesPasted(event: ClipboardEvent): File[] {
  const data = event.clipboardData;
  const files = data && !data.types.includes("text/plain") ? [...data.files] : [];
  if (files.length > 0) event.preventDefault();
  return files;
}
