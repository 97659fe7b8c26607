/** A pending message as the socket and the API take it. The server knows to which conversation it belongs. */

import type { SendFrame } from "../shared/frames";
import { newClientId } from "../shared/identity";
import type { Pending } from "../shared/thread";
import type { PageLink } from "../shared/types";

export function newMessage(body: string, page: PageLink, group: number | null): Pending {
  return {
    client_id: newClientId(),
    author: "visitor",
    body,
    created_at: new Date().toISOString(),
    state: "sending",
    detail: "",
    page,
    ...(group !== null && { form: { group } }),
  };
}

export function sendBody({ client_id, body, page, form }: Pending): Omit<SendFrame, "type"> {
  return { client_id, body, ...(page && { page }), ...(form && { form }) };
}

export function sendFrame(message: Pending): SendFrame {
  return { type: "message.send", ...sendBody(message) };
}
