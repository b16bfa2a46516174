/**
 * The loops of a JPEG decoder; `jpeg-simd.ts` says where in their memory everything lies, and drives them row by row.
 *
 * A part describes one block of a unit (MCU) in 48 bytes: uint32 dc table, ac table, quantisers, target, step of the target
 * from unit to unit, stride, component, size, order of coefficients, table of skips. The target is the first sample of a block,
 * or its coefficients.
 */
import { decodeBlock, decodeCorner } from './block.part';
import { startUnit } from './entropy.part';
import { transformFlat, transformFlat4 } from './flat-transform.part';
import { transform1, transformDeep } from './plain-transform.part';
import { transform2, transform4 } from './reduced-transform.part';
import {
  decodeAcFirst,
  decodeAcRefinement,
  decodeDcFirst,
  decodeDcRefinement,
  nonZero,
} from './progressive.part';
import { transformCorner, transformFull } from './transform.part';

export { writeSkips } from './block.part';
export { findMarker, startScan } from './entropy.part';
export { between, repeat, repeatDeep, smoothDeep, widen, widenBetween } from './upsample.part';
export {
  colourInPlaceDeep,
  colourToRgb,
  dealBytes,
  dealDeep,
  interleaveThree,
  invertedInPlace,
  invertedInPlaceDeep,
} from './colour.part';

/** Coefficients up to here, in coding order, lie within the first four rows and columns. */
const corner = 10;

/** @param size samples a side: 8, 4, 2 or 1; 12 stands for 8 samples of 12 bits @param last see `decodeBlock` */
@inline
function transform(
  block: usize,
  quantisers: usize,
  to: usize,
  stride: usize,
  size: i32,
  last: i32,
  work: usize,
): void {
  if (size === 8) {
    if (last <= 1) transformFlat(block, quantisers, to, stride);
    else if (last <= corner) transformCorner(block, quantisers, to, stride, work);
    else transformFull(block, quantisers, to, stride, work);
  } else if (size === 4) {
    if (last <= 1) transformFlat4(block, quantisers, to, stride);
    else transform4(block, quantisers, to, stride);
  } else if (size === 2) {
    transform2(block, quantisers, to, stride);
  } else if (size === 1) transform1(block, quantisers, to);
  else transformDeep(block, quantisers, to, stride, work);
}

/** The last coefficient in coding order that a block of less than 8 x 8 samples needs. */
@inline
function lastOf(size: i32): i32 {
  return size === 4 ? 24 : size === 2 ? 4 : 0;
}

@inline
function clear(block: usize): void {
  const zero = i32x4.splat(0);
  v128.store(block, zero);
  v128.store(block, zero, 16);
  v128.store(block, zero, 32);
  v128.store(block, zero, 48);
  v128.store(block, zero, 64);
  v128.store(block, zero, 80);
  v128.store(block, zero, 96);
  v128.store(block, zero, 112);
}

/** A row of units straight to samples. @param scratch 128 bytes for a block and 256 to work with */
export function decodeRow(units: i32, parts: usize, partsEnd: usize, scratch: usize): void {
  for (let unit = 0; unit < units; unit++) {
    const there = startUnit();
    for (let part = parts; part < partsEnd; part += 48) {
      const size = load<i32>(part, 28);
      let last = 0;
      if (size < 8) {
        v128.store(scratch, i32x4.splat(0));
        v128.store(scratch, i32x4.splat(0), 16);
        if (there)
          last = decodeCorner(
            scratch,
            load<u32>(part),
            load<u32>(part, 4),
            load<i32>(part, 24),
            load<u32>(part, 32),
            lastOf(size),
            load<u32>(part, 36),
          );
      } else {
        clear(scratch);
        if (there)
          last = decodeBlock(scratch, load<u32>(part), load<u32>(part, 4), load<i32>(part, 24));
      }
      transform(
        scratch,
        load<u32>(part, 8),
        load<u32>(part, 12) + unit * load<u32>(part, 16),
        load<u32>(part, 20),
        size,
        last,
        scratch + 128,
      );
    }
  }
}

/** A row of units to coefficients in the order of coding, which must be zero before the first scan. @param kind see `jpeg-simd.ts` */
export function collectRow(units: i32, parts: usize, partsEnd: usize, kind: i32): void {
  for (let unit = 0; unit < units; unit++) {
    if (!startUnit()) continue;
    for (let part = parts; part < partsEnd; part += 48) {
      const block: usize = load<u32>(part, 12) + unit * load<u32>(part, 16);
      if (kind === 0) decodeBlock(block, load<u32>(part), load<u32>(part, 4), load<i32>(part, 24));
      else if (kind === 1) decodeDcFirst(block, load<u32>(part), load<i32>(part, 24));
      else if (kind === 2) decodeDcRefinement(block);
      else if (kind === 3) decodeAcFirst(block, load<u32>(part, 4));
      else decodeAcRefinement(block, load<u32>(part, 4));
    }
  }
}

/**
 * A row of blocks from coefficients in the order of coding to samples.
 * @param order offset of the k-th coefficient in a block of this size @param scratch see `decodeRow`
 */
export function transformRow(
  blocks: i32,
  coefficients: usize,
  quantisers: usize,
  to: usize,
  step: i32,
  stride: usize,
  size: i32,
  order: usize,
  scratch: usize,
): void {
  const needed = size < 8 ? (<u64>2 << lastOf(size)) - 1 : ~(<u64>0);
  for (let i = 0; i < blocks; i++, coefficients += 128, to += step) {
    const mask = nonZero(coefficients) & needed;
    clear(scratch);
    for (let rest = mask; rest !== 0; rest &= rest - 1) {
      const k = <usize>ctz(rest);
      store<i16>(scratch + load<u8>(order + k), load<i16>(coefficients + (k << 1)));
    }
    transform(scratch, quantisers, to, stride, size, 64 - <i32>clz(mask), scratch + 128);
  }
}
