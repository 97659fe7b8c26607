/** Brings the files of a draft to the server, several at a time, each of which can be taken back. */

import { asProblem, Problem } from "./answering";
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
  /** Failed for good: another try would fail, too. */
  isHopeless: boolean;
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
  readonly #uploads = new Map<string, Upload<Place>>();

  constructor(private readonly options: AttachingOptions<Place>) {}

  /** Begins to upload, and gives what the draft shows meanwhile. */
  begin(place: Place, file: File): DraftFile {
    const key = newClientId();
    this.#uploads.set(key, { place, file, abort: new AbortController() });
    void this.#run(key);
    return newFile(key, file);
  }

  again(key: string): void {
    const upload = this.#uploads.get(key);
    if (upload === undefined) return;
    this.options.change(upload.place, key, { state: "uploading", progress: 0, detail: "" });
    void this.#run(key);
  }

  /** The draft no longer has the file: an upload that is under way ends. */
  forget({ key, picture }: DraftFile): void {
    this.#uploads.get(key)?.abort.abort();
    this.#uploads.delete(key);
    if (picture?.startsWith("blob:")) URL.revokeObjectURL(picture);
  }

  async #run(key: string): Promise<void> {
    const upload = this.#uploads.get(key);
    if (upload === undefined) return;
    const answer = await this.#send(key, upload).catch((error: unknown) => asProblem(error, false));
    if (answer instanceof Problem) this.#failed(upload.place, key, answer);
    else this.#arrived(upload.place, key, answer);
    this.options.ended(upload.place);
  }

  #arrived(place: Place, key: string, shape: AttachmentShape): void {
    // The picture that is drawn already stays; the key is how the draft knows the file.
    const { picture: _, key: __, ...ready } = readyFile(shape);
    this.options.change(place, key, ready);
  }

  #failed(place: Place, key: string, problem: Problem): void {
    this.options.change(place, key, { state: "failed", detail: problem.detail, isHopeless: isHopeless(problem) });
    this.options.onProblem(problem);
  }

  #send(key: string, { place, file, abort }: Upload<Place>): Promise<AttachmentShape> {
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
  const state = { state: "ready", progress: 1, detail: "", isHopeless: false } as const;
  return { key, name, size, content_type, ...state, shape, picture: pictureOf(shape) };
}

/** A file that is not sent at all, and why. */
export function refusedFile(file: File, detail: string): DraftFile {
  return { ...newFile(newClientId(), file), state: "failed", detail, isHopeless: true };
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
  const state = { state: "uploading", progress: 0, detail: "", isHopeless: false } as const;
  return { key, name, size, content_type, ...state, shape: null, picture };
}

/** The file itself was refused, rather than the moment. */
function isHopeless({ status }: Problem): boolean {
  return status === 413 || status === 422;
}
