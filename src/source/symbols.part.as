/** The inner loop of inflate: literals, and copies of what was put out before (RFC 1951, 3.2.5). */
import { DISTANCE_BITS, distanceTable, END_OF_BLOCK, FURTHER, LENGTH_BITS, lengthTable, LITERALS, SPECIAL } from './huffman.part';
import {
  BAD_CODE,
  BAD_DISTANCE,
  bitCount,
  bits,
  BLOCK_ENDED,
  goOnAt,
  input,
  INPUT_ENDED,
  inputEnd,
  NEEDS_INPUT,
  outcome,
  settle,
  stop,
} from './input.part';

/**
 * Unpacks the symbols of a block from `to` on, up to its end or until `limit` is reached or passed. What was put out before lies in
 * `[history, to)`. Returns the end of what is written; `outcome` says why it ended there.
 */
export function decode(history: usize, to: usize, limit: usize, isEnd: bool): usize {
  let from = input;
  let buffer = bits;
  let count = bitCount;
  // A turn takes less than 16 bytes. Where no more are to come, what was taken behind the end is noticed afterwards.
  const lastInput = isEnd ? inputEnd + 8 : inputEnd - 16;
  const lengthMask: u64 = (1 << LENGTH_BITS) - 1;
  const distanceMask: u64 = (1 << DISTANCE_BITS) - 1;
  while (to < limit) {
    if (from > lastInput) {
      stop(isEnd ? INPUT_ENDED : NEEDS_INPUT);
      break;
    }
    buffer |= load<u64>(from) << count;
    from += (63 - count) >> 3;
    count |= 56;
    let entry = load<u32>(lengthTable + ((<usize>(buffer & lengthMask)) << 2));
    if (entry & LITERALS) {
      buffer >>= entry & 63;
      count -= entry & 63;
      store<u16>(to, <u16>(entry >> 16));
      to += (entry >> 6) & 3;
      entry = load<u32>(lengthTable + ((<usize>(buffer & lengthMask)) << 2));
      if (entry & LITERALS) {
        buffer >>= entry & 63;
        count -= entry & 63;
        store<u16>(to, <u16>(entry >> 16));
        to += (entry >> 6) & 3;
        entry = load<u32>(lengthTable + ((<usize>(buffer & lengthMask)) << 2));
        if (entry & LITERALS) {
          buffer >>= entry & 63;
          count -= entry & 63;
          store<u16>(to, <u16>(entry >> 16));
          to += (entry >> 6) & 3;
          entry = load<u32>(lengthTable + ((<usize>(buffer & lengthMask)) << 2));
          if (entry & LITERALS) {
            buffer >>= entry & 63;
            count -= entry & 63;
            store<u16>(to, <u16>(entry >> 16));
            to += (entry >> 6) & 3;
            continue;
          }
        }
      }
      buffer |= load<u64>(from) << count;
      from += (63 - count) >> 3;
      count |= 56;
    }
    if (entry & SPECIAL) {
      if (entry & FURTHER) {
        buffer >>= entry & 63;
        count -= entry & 63;
        const index = (entry >> 16) + (<u32>buffer & ((1 << ((entry >> 8) & 15)) - 1));
        entry = load<u32>(lengthTable + (index << 2));
        if (entry & LITERALS) {
          buffer >>= entry & 63;
          count -= entry & 63;
          store<u8>(to, <u8>(entry >> 16));
          to++;
          continue;
        }
      }
      if (entry & END_OF_BLOCK) {
        buffer >>= entry & 63;
        count -= entry & 63;
        stop(BLOCK_ENDED);
        break;
      }
      if (entry & SPECIAL) {
        stop(BAD_CODE);
        break;
      }
    }
    const length =
      (entry >> 16) + ((<u32>buffer & ((1 << (entry & 63)) - 1)) >> ((entry >> 8) & 15));
    buffer >>= entry & 63;
    count -= entry & 63;

    entry = load<u32>(distanceTable + ((<usize>(buffer & distanceMask)) << 2));
    if (entry & SPECIAL) {
      if (entry & FURTHER) {
        buffer >>= entry & 63;
        count -= entry & 63;
        const index = (entry >> 16) + (<u32>buffer & ((1 << ((entry >> 8) & 15)) - 1));
        entry = load<u32>(distanceTable + (index << 2));
      }
      if (entry & SPECIAL) {
        stop(BAD_CODE);
        break;
      }
    }
    const distance =
      (entry >> 16) + ((<u32>buffer & ((1 << (entry & 63)) - 1)) >> ((entry >> 8) & 15));
    buffer >>= entry & 63;
    count -= entry & 63;
    if (<usize>distance > to - history) {
      stop(BAD_DISTANCE);
      break;
    }
    const end = to + length;
    let source = to - distance;
    if (distance < 16) {
      if (distance == 1) {
        const repeated = i8x16.splat(load<i8>(source));
        do {
          v128.store(to, repeated);
          to += 16;
        } while (to < end);
        to = end;
        continue;
      }
      // What lies behind `source` repeats, and is twice as long after every step.
      let period = distance;
      do {
        v128.store(to, v128.load(source));
        to += period;
        period <<= 1;
      } while (period < 16);
    }
    while (to < end) {
      v128.store(to, v128.load(source));
      to += 16;
      source += 16;
    }
    to = end;
  }
  goOnAt(from, buffer, count);
  if (!settle() && outcome >= 0) stop(INPUT_ENDED);
  return to;
}
