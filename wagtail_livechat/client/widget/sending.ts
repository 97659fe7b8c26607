/** A pending message as the socket and the API take it. Where it says nothing of it, the server knows the conversation. */

import type { FormAnswers, SendFrame } from "../shared/frames";
import { newClientId } from "../shared/identity";
import type { Pending } from "../shared/thread";
import type { AttachmentShape, PageLink } from "../shared/types";

export function newMessage(
  body: string,
  page: PageLink,
  form: FormAnswers,
  rule?: number,
  attachments: AttachmentShape[] = [],
): Pending {
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
    ...(attachments.length > 0 && { attachments }),
  };
}

export function sendBody({ client_id, body, page, conversation, form, rule, attachments }: Pending): Omit<SendFrame, "type"> {
  return {
    ...{ client_id, body },
    ...(page && { page }),
    ...(conversation && { conversation }),
    ...(form && { form }),
    ...(rule !== undefined && { rule }),
    ...(attachments && { attachment_ids: attachments.map((file) => file.public_id) }),
  };
}

export function sendFrame(message: Pending): SendFrame {
  return { type: "message.send", ...sendBody(message) };
}
