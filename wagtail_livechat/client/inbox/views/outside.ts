/** Closes what is open once something outside of it is pressed; the button that opened it closes it itself. */
export function closeOutside(opened: HTMLElement | null, close: () => void): () => void {
  const listener = (event: PointerEvent): void => {
    if (!opened?.parentElement?.contains(event.target as Node)) close();
  };
  document.addEventListener("pointerdown", listener);
  return () => document.removeEventListener("pointerdown", listener);
}
