/** Brings the files of the next message to the server, and sends the message once they are there. */

import { Attaching, isUploading, refusedFile, shapesOf, type AttachingOptions, type DraftFile } from "../../shared/attaching";
import type { Chat } from "../chat";
import type { Memory } from "../memory";
import type { Wording } from "../wording";
import { refusal } from "./file_rules";

export class Carrier {
  readonly #attaching: Attaching<null>;

  constructor(
    private readonly chat: Pick<Chat, "state" | "subscribe" | "carrying" | "writing">,
    private readonly memory: Pick<Memory, "draft">,
    private readonly text: Wording,
    upload: AttachingOptions<null>["upload"],
  ) {
    this.#attaching = new Attaching<null>({
      upload,
      change: (_, key, change) => this.#changeFile(key, change),
      ended: () => undefined,
      // What was taken out holds up nothing.
      onProblem: ({ code }) => code !== "aborted" && chat.carrying.hold(null),
    });
    chat.subscribe(() => this.#follow());
    this.#follow();
  }

  again(key: string): void {
    this.#attaching.again(key);
  }

  /** Takes a file out; an upload that is under way ends. */
  remove(file: DraftFile): void {
    this.#attaching.forget(file);
    this.chat.carrying.change({ carried: this.chat.state.carried.filter(({ key }) => key !== file.key) });
  }

  #follow(): void {
    const { added, carried, held } = this.chat.state;
    if (added.length > 0) this.#take(added);
    else if (held !== null && !isUploading({ files: carried })) this.#send(held);
  }

  #take(added: readonly File[]): void {
    const carried = [...this.chat.state.carried];
    for (const file of added) {
      const why = refusal(file, carried.length, this.chat.state.config?.limits);
      carried.push(why ? refusedFile(file, this.text(why)) : this.#attaching.begin(null, file));
    }
    this.chat.carrying.change({ added: [], carried });
  }

  #send(words: string): void {
    const { carrying, state, writing } = this.chat;
    const { carried, departures } = state;
    if (carried.length === 0 || carried.some((file) => file.state === "failed")) return carrying.hold(null);
    this.memory.draft = "";
    carried.forEach((file) => this.#attaching.forget(file));
    // First, because writing tells everybody who watches, and so this here.
    carrying.change({ carried: [], held: null, departures: departures + 1 });
    writing.write(words, { attachments: shapesOf({ files: carried }) });
  }

  #changeFile(key: string, change: Partial<DraftFile>): void {
    const carried = this.chat.state.carried.map((file) => (file.key === key ? { ...file, ...change } : file));
    this.chat.carrying.change({ carried });
  }
}
