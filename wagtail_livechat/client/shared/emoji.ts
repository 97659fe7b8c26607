/** Emoji that stand alone are drawn larger. */

const PICTURE = String.raw`\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})?[\u{e0020}-\u{e007f}]*`;
const EMOJI = String.raw`(?:${PICTURE}(?:\u200d${PICTURE})*|\p{Regional_Indicator}{2}|[0-9#*]\ufe0f?\u20e3)`;
const FEW_EMOJI = new RegExp(`^\\s*(?:${EMOJI}\\s*){1,3}$`, "u");
/** Three families with skin tones are shorter. */
const LONGEST_EMOJI = 120;

/** Whether a text is one to three emoji and nothing else. */
export function isFewEmoji(text: string): boolean {
  return text.length <= LONGEST_EMOJI && FEW_EMOJI.test(text);
}
