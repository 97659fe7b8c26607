/** What the agent writes: drafts with their files, and what happens when one is to be sent. */
import type { Api } from "../shared/api";
import { Attaching } from "../shared/attaching";
import type { ShortcutShape } from "../shared/types";
import type { FilesAnswer } from "./answers";
import { questionsBefore } from "./asking";
import type { Conversing } from "./conversing";
import type { DeskStorage } from "./desk-storage";
import {
  EMPTY_DRAFT,
  isEmpty,
  isSendable,
  isUploading,
  kept,
  MOST_FILES,
  readyFile,
  restored,
  shapesOf,
  type Draft,
  type DraftFile,
  type Intent,
  type Place,
} from "./drafts";
import { Model } from "./model";
import { lastId } from "./reading";
import type { Resolving } from "./resolving";
import type { Sending } from "./sending";
import { threadOf, type AgentThread, type Threads } from "./threads";
import type { Watching } from "./watching";

export interface ComposingOptions {
  api: Api;
  model: Model<{ threads: Threads }>;
  storage: DeskStorage;
  sending: Pick<Sending, "send">;
  watching: Pick<Watching, "writes" | "hasWritten">;
  conversing: Pick<Conversing, "change">;
  resolving: Pick<Resolving, "may" | "resolve">;
  agent: number;
  onProblem: (error: unknown) => void;
}

export interface ComposingState {
  drafts: Readonly<Record<string, Draft>>;
}

export class Composing {
  readonly model = new Model<ComposingState>({ drafts: {} });
  private readonly uploading: Attaching<Place>;

  constructor(private readonly options: ComposingOptions) {
    const { api, onProblem } = options;
    this.uploading = new Attaching<Place>({
      upload: (form, watching) => api.upload("attachments", form, watching),
      onProblem,
      change: (place, key, change) => this.changeFile(place, key, change),
      ended: (place) => this.uploadEnded(place),
    });
  }

  draft(place: Place): Draft {
    return this.model.state.drafts[keyOf(place)] ?? this.restore(place);
  }

  write(place: Place, text: string): void {
    this.change(place, { text, held: null });
    // The visitor must not notice a note.
    if (place.tab === "reply" && text.trim() !== "") this.options.watching.writes();
    else this.options.watching.hasWritten();
  }

  // --- Files -------------------------------------------------------------------------------------------------------

  /** Adds files; returns how many were too many for one message. */
  attach(place: Place, files: readonly File[]): number {
    const room = MOST_FILES - this.draft(place).files.length;
    const added = files.slice(0, Math.max(0, room)).map((file) => this.uploading.begin(place, file));
    this.change(place, { files: [...this.draft(place).files, ...added], held: null });
    return files.length - added.length;
  }

  detach(place: Place, key: string): void {
    const { files } = this.draft(place);
    files.filter((file) => file.key === key).forEach((file) => this.uploading.forget(file));
    this.change(place, { files: files.filter((file) => file.key !== key) });
    this.uploadEnded(place);
  }

  attachAgain(key: string): void {
    this.uploading.again(key);
  }

  /** A shortcut's files become files of the message; resolves to how many were too many. */
  async attachFilesOf(place: Place, shortcut: ShortcutShape): Promise<number> {
    const path = `shortcuts/${shortcut.id}/attachments`;
    const { attachments } = await this.options.api.post<FilesAnswer>(path, {});
    const files = [...this.draft(place).files, ...attachments.map(readyFile)];
    this.change(place, { files: files.slice(0, MOST_FILES), held: null });
    return Math.max(0, files.length - MOST_FILES);
  }

  // --- Sending -----------------------------------------------------------------------------------------------------

  /** Sends the draft: at once, or when its files are there; with an open question only after the answer. */
  send(place: Place, intent: Intent): void {
    const draft = this.draft(place);
    if (!isSendable(draft)) return;
    const questions = questionsBefore(draft, place.tab, this.thread(place).messages, this.options.agent);
    if (isUploading(draft) || questions.length > 0) this.change(place, { held: { intent, questions } });
    else this.post(place, intent);
  }

  /** The answer to the questions: as it is. */
  sendAnyway(place: Place): void {
    const { held } = this.draft(place);
    this.acknowledge(place);
    if (held === null) return;
    if (isUploading(this.draft(place))) this.change(place, { held: { ...held, questions: [] } });
    else this.post(place, held.intent);
  }

  /** The answer to the questions: not yet. What the colleague wrote is known now. */
  keepWriting(place: Place): void {
    this.acknowledge(place);
  }

  private acknowledge(place: Place): void {
    this.change(place, { held: null, since: this.now(place) });
  }

  private post(place: Place, intent: Intent): void {
    const { conversation, tab } = place;
    const draft = this.draft(place);
    if (!isSendable(draft)) return;
    const resolves = intent === "resolve" && tab === "reply";
    this.options.watching.hasWritten();
    const letter = { body: draft.text.trim(), note: tab === "note", attachments: shapesOf(draft) };
    this.options.conversing.change(conversation, { newFrom: null });
    this.options.sending.send(conversation, letter, resolves ? () => this.solved(place) : undefined);
    draft.files.forEach((file) => this.uploading.forget(file));
    this.change(place, EMPTY_DRAFT);
  }

  /** The reply is stored, which put its author in charge where nobody was. */
  private solved(place: Place): void {
    const { conversation } = this.thread(place);
    const { resolving } = this.options;
    if (conversation !== null && resolving.may(conversation)) void resolving.resolve(conversation.public_id);
  }

  /** What was only waiting for this goes out; where a file failed, the agent decides. */
  private uploadEnded(place: Place): void {
    const draft = this.draft(place);
    if (draft.held === null || draft.held.questions.length > 0 || isUploading(draft)) return;
    this.change(place, { held: null });
    this.send(place, draft.held.intent);
  }

  // --- Keeping -----------------------------------------------------------------------------------------------------

  private restore(place: Place): Draft {
    const stored = this.options.storage.draft(place);
    return stored === null ? EMPTY_DRAFT : restored(stored);
  }

  private change(place: Place, change: Partial<Draft>): void {
    const draft = this.begun(place, { ...this.draft(place), ...change });
    this.model.update({ drafts: { ...this.model.state.drafts, [keyOf(place)]: draft } });
    this.options.storage.keepDraft(place, kept(draft));
  }

  /** A draft is begun with its first character or file: what is known then is what it answers. */
  private begun(place: Place, draft: Draft): Draft {
    if (isEmpty(draft)) return draft.since === null ? draft : { ...draft, since: null };
    return draft.since === null ? { ...draft, since: this.now(place) } : draft;
  }

  private now(place: Place): number | null {
    const { conversation, messages } = this.thread(place);
    return conversation === null ? null : lastId(messages);
  }

  private changeFile(place: Place, key: string, change: Partial<DraftFile>): void {
    const { files } = this.draft(place);
    if (!files.some((file) => file.key === key)) return;
    this.change(place, { files: files.map((file) => (file.key === key ? { ...file, ...change } : file)) });
  }

  private thread({ conversation }: Place): AgentThread {
    return threadOf(this.options.model.state.threads, conversation);
  }
}

export function keyOf({ conversation, tab }: Place): string {
  return `${conversation} ${tab}`;
}
