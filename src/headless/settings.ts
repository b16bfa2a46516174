/** Lays `--set path.to.key=value` over a recipe that is not yet checked. */

/**
 * @param recipe the parsed recipe file; what is not an object is passed on for the check to refuse
 * @param settings values by dotted path
 * @returns a new value; objects missing on the way are made
 */
export function overlaid(recipe: unknown, settings: Readonly<Record<string, unknown>>): unknown {
  return Object.entries(settings).reduce(
    (result, [path, value]) => withValue(result, path.split('.'), value),
    recipe,
  );
}

function withValue(base: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  const fields = typeof base === 'object' && base !== null ? base : {};
  const inner = Object.entries(fields).find(([name]) => name === key)?.[1] as unknown;
  return { ...fields, [key]: withValue(inner, rest, value) };
}
