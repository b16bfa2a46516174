/** Python's pickle of plain data, protocol 2, as `pickle.dump(questions, file, 2)` writes it but for its memo. */

type Plain = string | number | null | readonly Plain[] | { readonly [key: string]: Plain };

export function pickle(value: Plain): Uint8Array {
  const bytes: number[] = [0x80, 2];
  write(value, bytes);
  bytes.push(0x2e);
  return Uint8Array.from(bytes);
}

function write(value: Plain, bytes: number[]): void {
  if (value === null) bytes.push(0x4e);
  else if (typeof value === 'number') bytes.push(0x4a, ...word(value));
  else if (typeof value === 'string') {
    const letters = new TextEncoder().encode(value);
    bytes.push(0x58, ...word(letters.length), ...letters);
  } else if (Array.isArray(value)) {
    bytes.push(0x5d, 0x28);
    for (const item of value as readonly Plain[]) write(item, bytes);
    bytes.push(0x65);
  } else {
    bytes.push(0x7d, 0x28);
    for (const [key, item] of Object.entries(value)) {
      write(key, bytes);
      write(item, bytes);
    }
    bytes.push(0x75);
  }
}

function word(value: number): number[] {
  return [value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24];
}
