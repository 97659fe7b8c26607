/** What visitors say of themselves: beside a message that begins a conversation, or after it. */

import type { ConsentText } from "../shared/types";
import { answersOf, formOf, visitorWith, type Answers, type Question } from "./asking";
import type { Means } from "./means";
import type { Writing } from "./writing";

export class Introducing {
  /** What is filled in while the form is away, such as behind a closed panel. */
  private begun: Answers | null = null;

  constructor(
    private readonly means: Means,
    private readonly writing: Writing,
  ) {}

  get answers(): Answers {
    return this.begun ?? answersOf(this.means.model.state.visitor);
  }

  keep(answers: Answers): void {
    this.begun = answers;
  }

  /** The answers go with the message. */
  write(message: string, asked: readonly Question[], consent: ConsentText | null): void {
    const form = formOf(asked, this.answers, consent);
    this.writing.write(message, { form });
    this.introduced(form);
  }

  /** Without a message. Rejects with the server's Problem. */
  async save(asked: readonly Question[], consent: ConsentText | null): Promise<void> {
    const form = formOf(asked, this.answers, consent);
    await this.means.api.introduce(form);
    this.introduced(form);
  }

  /** Not asked again in this tab, unless an answer is required. */
  skip(): void {
    this.means.memory.isIntroduced = true;
    this.means.model.update({ isIntroduced: true });
  }

  private introduced(form: Parameters<typeof visitorWith>[1]): void {
    const { model } = this.means;
    const { visitor } = model.state;
    this.begun = null;
    model.update({ visitor: visitor && visitorWith(visitor, form) });
    this.skip();
  }
}
