/** Huffman decoding of the blocks of baseline and extended coding (T.81 F.2.2): all of a block, or its first coefficients. */
import {
  at,
  bits,
  count,
  extended,
  longCode,
  lookUp,
  predictions,
  refilled,
  room,
  zeros,
  zigzag,
} from './entropy.part';

/** Bits that pick an entry of a table of skips. */
const skipBits = 13;
/** Marks an entry after which the block is over, and one for a symbol that does not fit. */
const over = 128;
const single = 64;

/**
 * Makes the table of skips of an AC table: for each next 13 bits a uint16 of the bits (0 to 7) of as many whole symbols with
 * their values as fit, and how far they lead (8 to 15).
 */
export function writeSkips(ac: usize, to: usize): void {
  for (let next: u64 = 0; next < 1 << skipBits; next++, to += 2) {
    const window = next << (64 - skipBits);
    let used = 0;
    let ahead = 0;
    while (ahead < over) {
      const entry = lookUp(ac, window << used);
      let total = used + (entry & 63);
      let symbol = (entry >> 8) & 255;
      if (total === used) {
        const found = longCode(ac, window << used);
        total += found >> 8;
        symbol = found & 255;
      }
      let step = symbol + 1;
      if (entry >> 16 === 0) {
        total += symbol & 15;
        step = (symbol & 15) !== 0 ? (symbol >> 4) + 1 : symbol === 0xf0 ? 16 : over;
      }
      if (total > skipBits || (step < over && ahead + step >= single)) break;
      used = total;
      ahead += step;
    }
    store<u16>(to, used === 0 ? single << 8 : (ahead << 8) | used);
  }
}

/**
 * Decodes a block up to coefficient `limit`, and passes over the rest. Gives the number of coefficients up to the last one
 * that is not zero, at least 1.
 * @param order see `startScan` @param skips see `writeSkips`; not used where `limit` is 63
 */
@inline
function decode(
  block: usize,
  dc: usize,
  ac: usize,
  component: i32,
  order: usize,
  limit: i32,
  skips: usize,
): i32 {
  let window = bits;
  let left = count;
  let next = at > zeros + 8 ? zeros : at;

  window = refilled(window, left, next);
  let more = room(left);
  next += more >> 3;
  left += more;
  let entry = lookUp(dc, window);
  let difference = entry >> 16;
  let length = entry & 63;
  if ((entry & 64) === 0) {
    let size = (entry >> 8) & 255;
    if (length === 0) {
      const found = longCode(dc, window);
      length = found >> 8;
      size = found & 255;
    }
    difference = size === 0 ? 0 : extended(<i32>((window << length) >> (64 - size)), size);
    length += size;
  }
  window <<= length;
  left -= length;
  const prediction = predictions + component * 4;
  const value = load<i32>(prediction) + difference;
  store<i32>(prediction, value);
  store<i16>(block, value);

  let k = 1;
  let last = 1;
  while (k <= limit) {
    window = refilled(window, left, next);
    more = room(left);
    next += more >> 3;
    left += more;
    // Three entries of at most ten bits fit into what is there now.
    entry = lookUp(ac, window);
    if (entry >> 16 !== 0) {
      window <<= entry;
      left -= entry & 63;
      k += (entry >> 8) & 255;
      store<i16>(block + load<u8>(order + k), entry >> 16);
      last = ++k;
      if (k > limit) break;
      entry = lookUp(ac, window);
      if (entry >> 16 !== 0) {
        window <<= entry;
        left -= entry & 63;
        k += (entry >> 8) & 255;
        store<i16>(block + load<u8>(order + k), entry >> 16);
        last = ++k;
        if (k > limit) break;
        entry = lookUp(ac, window);
        if (entry >> 16 !== 0) {
          window <<= entry;
          left -= entry & 63;
          k += (entry >> 8) & 255;
          store<i16>(block + load<u8>(order + k), entry >> 16);
          last = ++k;
          continue;
        }
      }
      // The end of the block, as a rule of four bits or less, which are there.
      if ((entry & 0xffc0) === 0 && entry !== 0) {
        window <<= entry;
        left -= entry & 63;
        k = 64;
        break;
      }
      window = refilled(window, left, next);
      more = room(left);
      next += more >> 3;
      left += more;
    }
    length = entry & 63;
    let symbol = (entry >> 8) & 255;
    if (length === 0) {
      const found = longCode(ac, window);
      length = found >> 8;
      symbol = found & 255;
    }
    window <<= length;
    left -= length;
    const size = symbol & 15;
    if (size === 0) {
      k = symbol === 0xf0 ? k + 16 : 64;
      continue;
    }
    k += symbol >> 4;
    store<i16>(block + load<u8>(order + k), extended(<i32>(window >> (64 - size)), size));
    window <<= size;
    left -= size;
    last = ++k;
  }
  // A skip that would lead beyond the block is done symbol by symbol: k + 64 and more without the mark.
  while (limit < 63 && k < 64) {
    window = refilled(window, left, next);
    more = room(left);
    next += more >> 3;
    left += more;
    // Two entries of 13 bits fit into what is there now.
    let skip = skipAt(skips, window);
    let ahead = k + (skip >> 8);
    if (ahead < 64) {
      window <<= skip;
      left -= skip & 63;
      k = ahead;
      skip = skipAt(skips, window);
      ahead = k + (skip >> 8);
      if (ahead < 64) {
        window <<= skip;
        left -= skip & 63;
        k = ahead;
        continue;
      }
    }
    if ((ahead & single) === 0) {
      window <<= skip;
      left -= skip & 63;
      break;
    }
    window = refilled(window, left, next);
    more = room(left);
    next += more >> 3;
    left += more;
    entry = lookUp(ac, window);
    length = entry & 63;
    let symbol = (entry >> 8) & 255;
    if (entry >> 16 === 0) {
      if (length === 0) {
        const found = longCode(ac, window);
        length = found >> 8;
        symbol = found & 255;
      }
      const size = symbol & 15;
      length += size;
      symbol = size !== 0 ? symbol >> 4 : symbol === 0xf0 ? 15 : 63;
    }
    window <<= length;
    left -= length;
    k += symbol + 1;
  }
  bits = window;
  count = left;
  at = next;
  return last;
}

@inline
function skipAt(skips: usize, window: u64): i32 {
  return load<u16>(skips + (<usize>(window >> (64 - skipBits)) << 1));
}

export function decodeBlock(block: usize, dc: usize, ac: usize, component: i32): i32 {
  return decode(block, dc, ac, component, zigzag, 63, 0);
}

export function decodeCorner(
  block: usize,
  dc: usize,
  ac: usize,
  component: i32,
  order: usize,
  limit: i32,
  skips: usize,
): i32 {
  return decode(block, dc, ac, component, order, limit, skips);
}
