/** Where the samples of each component lie, at full size or at a reduced scale: libjpeg's rules (jdmaster, jdsample). */
import type { JpegFrame } from './frame.ts';

/** Samples a side that a block of 8 x 8 is decoded to. */
export type BlockSize = 8 | 4 | 2 | 1;

/** How a component gets to full width and height. */
export type Upsampling =
  | { readonly kind: 'repeat'; readonly across: number; readonly down: number }
  /** Triangle filter, twice as many columns, rows or both. */
  | { readonly kind: 'smooth'; readonly across: 1 | 2; readonly down: 1 | 2 };

export interface Plane {
  /** Blocks a unit (MCU). */
  readonly across: number;
  readonly down: number;
  readonly blockSize: BlockSize;
  /** Blocks in whole units. */
  readonly blocksAcross: number;
  readonly blocksDown: number;
  /** Blocks that hold samples of the image: what a scan of this component alone has. */
  readonly ownAcross: number;
  readonly ownDown: number;
  /** In samples, without padding. */
  readonly width: number;
  readonly height: number;
  readonly upsampling: Upsampling;
}

export interface Geometry {
  /** Of the result, in px. */
  readonly width: number;
  readonly height: number;
  readonly unitsAcross: number;
  readonly unitsDown: number;
  /** Rows of the result that a row of units gives. */
  readonly unitRows: number;
  /** Rows at its end for which the next row of units is needed. */
  readonly heldRows: number;
  readonly planes: readonly Plane[];
}

/** Null where a component would have to be stretched by a fraction, which libjpeg does not do either. */
export function geometryOf(frame: JpegFrame, blockSize: BlockSize): Geometry | null {
  const across = Math.max(...frame.components.map((component) => component.across));
  const down = Math.max(...frame.components.map((component) => component.down));
  const unitsAcross = Math.ceil(frame.width / (8 * across));
  const unitsDown = Math.ceil(frame.height / (8 * down));
  const planes: Plane[] = [];
  for (const component of frame.components) {
    // A component with fewer samples is reduced less, and then needs less stretching.
    let size: BlockSize = blockSize;
    while (
      size < 8 &&
      (across * blockSize) % (component.across * size * 2) === 0 &&
      (down * blockSize) % (component.down * size * 2) === 0
    )
      size = (size * 2) as BlockSize;
    const width = Math.ceil((frame.width * component.across * size) / (across * 8));
    const upsampling = upsamplingOf(
      (component.across * size) / blockSize,
      (component.down * size) / blockSize,
      across,
      down,
      blockSize > 1,
      width,
    );
    if (upsampling === null) return null;
    planes.push({
      across: component.across,
      down: component.down,
      blockSize: size,
      blocksAcross: unitsAcross * component.across,
      blocksDown: unitsDown * component.down,
      ownAcross: Math.ceil(Math.ceil((frame.width * component.across) / across) / 8),
      ownDown: Math.ceil(Math.ceil((frame.height * component.down) / down) / 8),
      width,
      height: Math.ceil((frame.height * component.down * size) / (down * 8)),
      upsampling,
    });
  }
  const looksBelow = planes.some(({ upsampling: { kind, down } }) => kind === 'smooth' && down === 2);
  return {
    width: Math.ceil((frame.width * blockSize) / 8),
    height: Math.ceil((frame.height * blockSize) / 8),
    unitsAcross,
    unitsDown,
    unitRows: down * blockSize,
    heldRows: looksBelow ? down : 0,
    planes,
  };
}

/** From groups of `across * down` samples to groups of `toAcross * toDown`. */
function upsamplingOf(
  across: number,
  down: number,
  toAcross: number,
  toDown: number,
  maySmooth: boolean,
  width: number,
): Upsampling | null {
  if (toAcross % across !== 0 || toDown % down !== 0) return null;
  const timesAcross = toAcross / across;
  const timesDown = toDown / down;
  const isWide = width > 2;
  if (maySmooth && timesAcross === 2 && timesDown === 1 && isWide)
    return { kind: 'smooth', across: 2, down: 1 };
  if (maySmooth && timesAcross === 1 && timesDown === 2) return { kind: 'smooth', across: 1, down: 2 };
  if (maySmooth && timesAcross === 2 && timesDown === 2 && isWide)
    return { kind: 'smooth', across: 2, down: 2 };
  return { kind: 'repeat', across: timesAcross, down: timesDown };
}

/** libjpeg's choice for Pillow's `draft`: the strongest reduction that leaves at least `atLeast` px on both sides. */
export function blockSizeFor(frame: JpegFrame, atLeast: number | null): BlockSize {
  if (atLeast === null) return 8;
  const times = Math.min(frame.width, frame.height) / Math.max(1, atLeast);
  return times >= 8 ? 1 : times >= 4 ? 2 : times >= 2 ? 4 : 8;
}
