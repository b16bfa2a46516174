/**
 * Records with records inside (JSON, parquet) to cells: `{ image: { path } }` is a column `image.path`. A list of plain values
 * is one cell, joined by `; `; a list of records, and what lies deeper than `deepest`, stays JSON.
 */

const deepest = 3;

/** Adds the cells of a value to `cells`, by column name. `name` is '' for the record itself. */
export function flatten(value: unknown, name: string, cells: Map<string, string>, depth = 0): void {
  if (isRecord(value) && depth < deepest) {
    for (const [key, inner] of Object.entries(value))
      flatten(inner, name === '' ? key : `${name}.${key}`, cells, depth + 1);
  } else cells.set(name === '' ? 'value' : name, cellOf(value));
}

/** What stands in one cell. */
export function cellOf(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'boolean':
    case 'bigint':
      return String(value);
    case 'object':
      if (value === null) return '';
      if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString();
      if (value instanceof Uint8Array) return new TextDecoder().decode(value);
      if (Array.isArray(value) && !value.some((inner) => typeof inner === 'object' && inner !== null))
        return value.map(cellOf).join('; ');
      return JSON.stringify(value, (_, inner: unknown) =>
        typeof inner === 'bigint' ? String(inner) : inner,
      );
    default:
      return '';
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return !(value instanceof Date) && !ArrayBuffer.isView(value);
}
