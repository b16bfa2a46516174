/** Which frames stand for a video. */

/**
 * `count` frames of `total`, evenly spread: the middle ones of `count` equal parts, in rising order. All frames where there are no more.
 */
export function evenFrames(total: number, count: number): number[] {
  if (count >= total) return Array.from({ length: total }, (_, frame) => frame);
  return Array.from({ length: count }, (_, part) => Math.floor(((part + 0.5) * total) / count));
}
