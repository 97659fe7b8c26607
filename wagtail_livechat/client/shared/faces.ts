/** Ratings, 1 to 5, as faces. */

const FACES: readonly string[] = ["😞", "😕", "😐", "😊", "😀"];

/** Empty for what is no rating. */
export function faceOf(score: number): string {
  return FACES[score - 1] ?? "";
}
