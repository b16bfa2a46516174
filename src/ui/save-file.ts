/** Hands a file to the browser's download. The address is let go once the browser has surely taken it. */
const takenAfterMs = 60_000;

export function saveFile(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), takenAfterMs);
}
