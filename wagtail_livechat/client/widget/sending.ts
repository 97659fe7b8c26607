/** A pending message as the socket and the API take it. The server knows to which conversation it belongs. */

import type { FormAnswers, SendFrame } from "../shared/frames";
import { newClientId } from "../shared/identity";
import type { Pending } from "../shared/thread";
import type { PageLink } from "../shared/types";

export function newMessage(body: string, page: PageLink, form: FormAnswers, rule?: number): Pending {
  return {
    client_id: newClientId(),
    author: "visitor",
    body,
    created_at: new Date().toISOString(),
    state: "sending",
    detail: "",
    page,
    ...(Object.keys(form).length > 0 && { form }),
    ...(rule !== undefined && { rule }),
  };
}

export function sendBody({ client_id, body, page, form, rule }: Pending): Omit<SendFrame, "type"> {
  return { client_id, body, ...(page && { page }), ...(form && { form }), ...(rule !== undefined && { rule }) };
}

export function sendFrame(message: Pending): SendFrame {
  return { type: "message.send", ...sendBody(message) };
}
