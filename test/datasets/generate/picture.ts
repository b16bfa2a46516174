/** Small grey pictures that look like nothing but can be learned: noise on a slope, with a bright disc wherever something is found. */
import { encode } from 'fast-png';

/** Where something is, as shares of the picture's sides. */
export interface Mark {
  readonly x: number;
  readonly y: number;
  /** Of the picture's width. */
  readonly radius: number;
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Row by row, 0 to 255. */
  readonly grey: Uint8Array;
}

export function picture(
  random: () => number,
  marks: readonly Mark[],
  width = 48,
  height = width,
): Picture {
  const grey = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const isMarked = marks.some(
        (mark) => Math.hypot(x - mark.x * width, y - mark.y * height) < mark.radius * width,
      );
      const ground = 40 + (40 * y) / height + 24 * random();
      grey[y * width + x] = Math.round(ground + (isMarked ? 110 : 0));
    }
  }
  return { width, height, grey };
}

/** The disc that a box goes around, in a picture that stands for an image of the given size. */
export function markIn(
  box: readonly [x: number, y: number, side: number],
  width: number,
  height: number,
): Mark {
  const [x, y, side] = box;
  return { x: (x + side / 2) / width, y: (y + side / 2) / height, radius: side / 2 / width };
}

/** A mark for each class that holds, every class at a place of its own. */
export function marksOf(holds: readonly boolean[]): Mark[] {
  const side = Math.ceil(Math.sqrt(holds.length));
  const place = (index: number) => (index + 0.5) / side;
  return holds.flatMap((one, k) =>
    one ? [{ x: place(k % side), y: place(Math.floor(k / side)), radius: 0.4 / side }] : [],
  );
}

export function png(
  { width, height, grey }: Picture,
  kind: 'grey' | 'rgb' | 'rgba' = 'grey',
): Uint8Array {
  const channels = kind === 'grey' ? 1 : kind === 'rgb' ? 3 : 4;
  const data = new Uint8Array(grey.length * channels);
  for (let i = 0; i < data.length; i++)
    data[i] = i % channels === 3 ? 255 : grey[Math.floor(i / channels)]!;
  return encode({ width, height, data, channels, depth: 8 });
}
