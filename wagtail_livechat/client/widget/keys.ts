/** Where the widget keeps things in the browser. */

/** In the local storage while a conversation is under way: the loader then opens the connection at once. */
export const FLAG = "livechat";
export const VISITOR = "livechat.visitor";
export const PENDING = "livechat.pending";
export const MUTED = "livechat.muted";
/** Somebody was on this site; kept only where a rule for proactive messages asks for it. */
export const RETURNING = "livechat.returning";
export const SOUNDED = "livechat.sounded";
/** The visitor opened the chat before: from then on their pages are recorded, where a site records any. */
export const OPENED = "livechat.opened";
/** The visitor agreed to be recorded, as the page said. */
export const CONSENT = "livechat.consent";

/** In the tab's storage. */
export const VISIT = "livechat.visit";
export const GREETING = "livechat.greeting";
export const PAGES = "livechat.pages";
/** Pages that the site may be told of, and does not know yet. */
export const UNTOLD = "livechat.untold";
export const DRAFT = "livechat.draft";
export const GROUP = "livechat.group";
/** Which conversation the visitor left to begin another one. */
export const LEFT = "livechat.left";
export const INTRODUCED = "livechat.introduced";
export const ANSWERS = "livechat.answers";
/** What the page said of the visitor and the server knows; and what the page wrote into the message box. */
export const SAID = "livechat.said";
export const PREFILLED = "livechat.prefilled";
