/** The files of a message, as far as both sides draw them alike. */

import type { AttachmentShape } from "./types";

/** What every browser draws; anything else is offered as a download. */
export const DRAWABLE = /^image\/(avif|gif|jpeg|png|webp)$/;
/** Pixels. */
const SMALLEST = 44;

export interface Size {
  width: number;
  height: number;
}

/** The size at which a picture shows in its bubble, known before it is loaded; null for other files. */
export function thumbnailOf({ content_type, width, height }: AttachmentShape, most: number): Size | null {
  if (!DRAWABLE.test(content_type) || !width || !height) return null;
  const scale = Math.min(1, most / width, most / height);
  return { width: side(width * scale), height: side(height * scale) };
}

/** Where the small picture of a file is; null for other files. */
export function pictureOf(file: AttachmentShape): string | null {
  return thumbnailOf(file, 1) === null ? null : (file.thumbnail ?? file.url);
}

/** A strip or a dot is still large enough to be pressed. */
function side(pixels: number): number {
  return Math.max(SMALLEST, Math.round(pixels));
}
