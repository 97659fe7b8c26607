/** A small set of emoji, in groups. Each has its name among the texts, as `emoji_<name>`. */

export interface Emoji {
  sign: string;
  name: string;
}

export interface EmojiGroup {
  name: "faces" | "hands" | "things";
  emoji: readonly Emoji[];
}

const FACES =
  "😀 grinning 😄 laughing 😅 relieved_laugh 😂 tears_of_joy 🙂 smile 😉 wink 😊 blush 😍 heart_eyes " +
  "😘 kiss 😎 sunglasses 🤩 star_eyes 🤗 hug 🤔 thinking 😐 neutral 🙄 rolling_eyes 😏 smirk " +
  "😬 grimace 😳 flushed 😮 surprised 😢 crying 😞 disappointed 😟 worried 😤 huffing 😴 sleeping";

const HANDS =
  "👍 thumbs_up 👎 thumbs_down 👏 clapping 🙌 raised_hands 🙏 folded_hands 🤝 handshake 👋 waving 👌 ok_hand " +
  "✌️ victory 🤞 crossed_fingers 💪 strong 👉 pointing 🤷 shrug 🤦 facepalm 🙋 raised_hand 👀 eyes " +
  "❤️ red_heart 💚 green_heart 💙 blue_heart 💛 yellow_heart 🧡 orange_heart 💜 purple_heart 💔 broken_heart 💯 hundred";

const THINGS =
  "🎉 party 🎁 gift ✨ sparkles ⭐ star 🔥 fire 🚀 rocket 💡 idea ☕ coffee " +
  "🛒 cart 📦 parcel 🚚 delivery 💳 card 🧾 receipt 💬 chat 📧 mail 📞 phone " +
  "📎 paper_clip 📷 camera 📅 calendar ⏰ clock 🔍 magnifier ✅ done ❌ cross ⚠️ warning";

export const EMOJI: readonly EmojiGroup[] = [
  { name: "faces", emoji: pairs(FACES) },
  { name: "hands", emoji: pairs(HANDS) },
  { name: "things", emoji: pairs(THINGS) },
];

/** How many stand in a row. */
export const EMOJI_IN_A_ROW = 8;

function pairs(words: string): Emoji[] {
  const parts = words.split(" ");
  return parts.flatMap((sign, index) => (index % 2 === 0 ? [{ sign, name: parts[index + 1] ?? "" }] : []));
}

/** The rows of a grid. */
export function rowsOf<T>(cells: readonly T[], length = EMOJI_IN_A_ROW): T[][] {
  const count = Math.ceil(cells.length / length);
  return Array.from({ length: count }, (_, row) => cells.slice(row * length, (row + 1) * length));
}

/** Which cell of a grid an arrow leads to; null for other keys. `turn`: 1 where lines run to the right, else -1. */
export function cellBeside(index: number, count: number, key: string, turn: 1 | -1): number | null {
  const steps: Record<string, number> = {
    ArrowRight: turn,
    ArrowLeft: -turn,
    ArrowDown: EMOJI_IN_A_ROW,
    ArrowUp: -EMOJI_IN_A_ROW,
    Home: -index,
    End: count - 1 - index,
  };
  const step = steps[key];
  if (step === undefined) return null;
  const target = index + step;
  return target >= 0 && target < count ? target : index;
}
