/** A pending message as the socket and the API take it. The server knows to which conversation it belongs. */

import type { SendFrame } from "../shared/frames";
import type { Pending } from "../shared/thread";

export function sendBody({ client_id, body, page }: Pending): Omit<SendFrame, "type"> {
  return page ? { client_id, body, page } : { client_id, body };
}

export function sendFrame(message: Pending): SendFrame {
  return { type: "message.send", ...sendBody(message) };
}
