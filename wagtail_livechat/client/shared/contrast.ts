/** Colours that can be read, after WCAG 2.2: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */

/** Relative luminance of `#rrggbb`; NaN for anything else. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => linear(parseInt(colour.slice(at, at + 2), 16) / 255));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}

/** From 1 (the same) to 21 (black on white). */
export function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** On a background of this luminance white and our near-black are read equally well: there both have the same contrast. */
const DARK_FROM = 0.198;

/** White, or near-black where that is read better. */
export function textOn(background: string): string {
  return luminance(background) > DARK_FROM ? "#14171f" : "#ffffff";
}
