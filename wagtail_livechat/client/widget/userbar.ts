/** Wagtail's userbar stands in a corner of the page for editors; two buttons in one corner would cover each other. */
export function sharesCornerWithUserbar(page: Document, position: string): boolean {
  if (!page.querySelector("wagtail-userbar")) return false;
  const template = page.getElementById("wagtail-userbar-template");
  const bar = template instanceof HTMLTemplateElement ? template.content.querySelector(".w-userbar") : null;
  const corner = position === "start" ? "left" : "right";
  return !bar || bar.classList.contains(`w-userbar--bottom-${corner}`);
}
