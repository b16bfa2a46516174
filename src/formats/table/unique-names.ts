/** Names for all columns: a repeated heading gets ` (2)`, a missing one is `column 3`. */
export function uniqueNames(headings: readonly string[]): string[] {
  const taken = new Set<string>();
  return headings.map((heading, i) => {
    const name = heading.trim() === '' ? `column ${i + 1}` : heading.trim();
    let unique = name;
    for (let copy = 2; taken.has(unique); copy++) unique = `${name} (${copy})`;
    taken.add(unique);
    return unique;
  });
}
