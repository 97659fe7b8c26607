/** Brings the files of a draft to the server, several at a time, each of which can be taken back. */

import { Problem } from "./answering";
import { pictureOf, DRAWABLE } from "./files";
import { newClientId } from "./identity";
import type { AttachmentShape } from "./types";
import type { UploadWatching } from "./uploading";

/** A file that waits for its message. */
export interface DraftFile {
  key: string;
  name: string;
  size: number;
  content_type: string;
  state: "uploading" | "ready" | "failed";
  /** How much of it has gone out, between 0 and 1. */
  progress: number;
  /** Why it failed, in words for the person who added it. */
  detail: string;
  /** What the server made of it. */
  shape: AttachmentShape | null;
  /** The address of a small picture of it. */
  picture: string | null;
}

/** `Place`: where the draft is that the file belongs to. */
export interface AttachingOptions<Place> {
  upload: (form: FormData, watching: UploadWatching) => Promise<AttachmentShape>;
  change: (place: Place, key: string, change: Partial<DraftFile>) => void;
  /** A file is there, or failed. */
  ended: (place: Place) => void;
  onProblem: (problem: Problem) => void;
}

interface Upload<Place> {
  place: Place;
  file: File;
  abort: AbortController;
}

export class Attaching<Place> {
  /** Kept until the draft is sent or the file is taken back, so that a failed one can be tried again. */
  private readonly uploads = new Map<string, Upload<Place>>();

  constructor(private readonly options: AttachingOptions<Place>) {}

  /** Begins to upload, and gives what the draft shows meanwhile. */
  begin(place: Place, file: File): DraftFile {
    const key = newClientId();
    this.uploads.set(key, { place, file, abort: new AbortController() });
    void this.run(key);
    return newFile(key, file);
  }

  again(key: string): void {
    const upload = this.uploads.get(key);
    if (upload === undefined) return;
    this.options.change(upload.place, key, { state: "uploading", progress: 0, detail: "" });
    void this.run(key);
  }

  /** The draft no longer has the file: an upload that is under way ends. */
  forget({ key, picture }: DraftFile): void {
    this.uploads.get(key)?.abort.abort();
    this.uploads.delete(key);
    if (picture?.startsWith("blob:")) URL.revokeObjectURL(picture);
  }

  private async run(key: string): Promise<void> {
    const upload = this.uploads.get(key);
    if (upload === undefined) return;
    const { place } = upload;
    try {
      const shape = await this.send(key, upload);
      // The picture that is drawn already stays; the key is how the draft knows the file.
      const { picture: _, key: __, ...ready } = readyFile(shape);
      this.options.change(place, key, ready);
    } catch (error) {
      const problem = error instanceof Problem ? error : new Problem("network", 0, "");
      this.options.change(place, key, { state: "failed", detail: problem.detail });
      this.options.onProblem(problem);
    }
    this.options.ended(place);
  }

  private send(key: string, { place, file, abort }: Upload<Place>): Promise<AttachmentShape> {
    const form = new FormData();
    form.append("file", file, file.name);
    return this.options.upload(form, {
      signal: abort.signal,
      onProgress: (progress) => this.options.change(place, key, { progress }),
    });
  }
}

/** A file from an earlier page, or one that the server had. */
export function readyFile(shape: AttachmentShape): DraftFile {
  const { public_id: key, name, size, content_type } = shape;
  return { key, name, size, content_type, state: "ready", progress: 1, detail: "", shape, picture: pictureOf(shape) };
}

/** A file that is not sent at all, and why. */
export function refusedFile(file: File, detail: string): DraftFile {
  return { ...newFile(newClientId(), file), state: "failed", detail };
}

export function isUploading({ files }: { files: readonly DraftFile[] }): boolean {
  return files.some((file) => file.state === "uploading");
}

export function shapesOf({ files }: { files: readonly DraftFile[] }): AttachmentShape[] {
  return files.flatMap((file) => (file.shape === null ? [] : [file.shape]));
}

function newFile(key: string, file: File): DraftFile {
  const { name, size, type: content_type } = file;
  const picture = DRAWABLE.test(content_type) ? URL.createObjectURL(file) : null;
  return { key, name, size, content_type, state: "uploading", progress: 0, detail: "", shape: null, picture };
}
