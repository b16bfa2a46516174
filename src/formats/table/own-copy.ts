/**
 * A string of its own. V8 makes a long substring a view that keeps the text it was cut from alive; kept by the million, such
 * views hold a whole file in memory.
 */
export function ownCopy(text: string): string {
  // Joining makes a new string, and cutting one off again a view of nothing but that one.
  return text.length < 13 ? text : ` ${text}`.slice(1);
}
