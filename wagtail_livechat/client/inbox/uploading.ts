/** Brings files to the server, several at a time, each of which can be taken back. */
import { Problem, type Api } from "../shared/api";
import { newClientId } from "../shared/identity";
import type { AttachmentShape } from "../shared/types";
import { readyFile, type DraftFile, type Place } from "./drafts";

export interface UploadingOptions {
  api: Api;
  change: (place: Place, key: string, change: Partial<DraftFile>) => void;
  /** A file is there, or failed. */
  ended: (place: Place) => void;
  onProblem: (error: unknown) => void;
}

interface Upload {
  place: Place;
  file: File;
  abort: AbortController;
}

const DRAWABLE = /^image\/(avif|gif|jpeg|png|webp)$/;

export class Uploading {
  /** Kept until the draft is sent or the file is taken back, so that a failed one can be tried again. */
  private readonly uploads = new Map<string, Upload>();

  constructor(private readonly options: UploadingOptions) {}

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
      this.failed(key, upload, error);
    }
    this.options.ended(place);
  }

  private send(key: string, { place, file, abort }: Upload): Promise<AttachmentShape> {
    const form = new FormData();
    form.append("file", file, file.name);
    return this.options.api.upload<AttachmentShape>("attachments", form, {
      signal: abort.signal,
      onProgress: (progress) => this.options.change(place, key, { progress }),
    });
  }

  private failed(key: string, { place }: Upload, error: unknown): void {
    const detail = error instanceof Problem ? error.detail : "";
    this.options.change(place, key, { state: "failed", detail });
    this.options.onProblem(error);
  }
}

function newFile(key: string, file: File): DraftFile {
  const { name, size, type: content_type } = file;
  const picture = DRAWABLE.test(content_type) ? URL.createObjectURL(file) : null;
  return { key, name, size, content_type, state: "uploading", progress: 0, detail: "", shape: null, picture };
}
