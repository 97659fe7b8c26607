/** What an agent writes down of a visitor, and whether the chat is closed to them. */
import type { Api } from "../shared/api";
import type { VisitorDetails } from "../shared/types";
import type { VisitorChange, VisitorNews } from "./answers";

export interface VisitorsOptions {
  api: Api;
  introduced: (visitor: VisitorNews) => void;
  /** What went wrong with the action before is forgotten. */
  begun: () => void;
  troubled: (error: unknown) => void;
}

export class Visitors {
  constructor(private readonly options: VisitorsOptions) {}

  /** Rejects with the server's problem: it is told where it was written. */
  async save(publicId: string, change: VisitorChange): Promise<void> {
    this.options.introduced(await this.options.api.patch<VisitorDetails>(`visitors/${publicId}`, change));
  }

  /** Closes the chat to a visitor, or opens it again. */
  block(publicId: string, isBlocked: boolean): void {
    const { api, begun, introduced, troubled } = this.options;
    begun();
    api
      .post<VisitorDetails>(`visitors/${publicId}/${isBlocked ? "block" : "unblock"}`, {})
      .then(introduced)
      .catch(troubled);
  }
}
