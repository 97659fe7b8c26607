/** A name for a message that nobody else gives: the server stores each one once. */
export function newClientId(): string {
  // Not randomUUID, which exists in secure contexts only; a shop under development may be served by plain HTTP.
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
