/**
 * Whether letters or markers may be burnt into a cut image: small bright strokes on a dark corner. A suspicion only; text that
 * lies on the body, or that the cut has blurred away, is not seen.
 */

/** Below this size of the cut, letters are gone. */
const smallestReadable = 64;

/** Share of a side that a corner takes. */
const corner = 0.25;
/** A corner is dark if most of it is not above this, in grey levels ... */
const dark = 40;
/** ... and a stroke is brighter than that by this. */
const stroke = 90;
/** Strokes cover more than noise and less than anatomy, as shares of the corner. */
const leastCovered = 0.004;
const mostCovered = 0.2;
/** Changes from dark to bright along the lines of a corner, for each line that has any: letters have several strokes. */
const strokesALine = 1.5;

/** @param tensor `[size, size, channels]` */
export function isWrittenOn(tensor: Uint8Array, size: number, channels: 1 | 3): boolean {
  if (size < smallestReadable) return false;
  const side = Math.floor(size * corner);
  return [0, size - side].some((top) =>
    [0, size - side].some((left) => hasStrokes(tensor, size, channels, top, left, side)),
  );
}

function hasStrokes(
  tensor: Uint8Array,
  size: number,
  channels: 1 | 3,
  top: number,
  left: number,
  side: number,
): boolean {
  let covered = 0;
  let darkPixels = 0;
  let rises = 0;
  let lines = 0;
  for (let y = top; y < top + side; y++) {
    let before = true;
    let inLine = 0;
    for (let x = left; x < left + side; x++) {
      const value = tensor[(y * size + x) * channels]!;
      const isBright = value >= dark + stroke;
      if (isBright) covered++;
      if (value <= dark) darkPixels++;
      if (isBright && !before) inLine++;
      before = isBright;
    }
    rises += inLine;
    if (inLine > 0) lines++;
  }
  const pixels = side * side;
  const share = covered / pixels;
  return (
    darkPixels > 0.7 * pixels &&
    share >= leastCovered &&
    share <= mostCovered &&
    lines >= 3 &&
    rises >= strokesALine * lines
  );
}
