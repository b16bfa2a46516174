/**
 * Huffman decoding (ITU-T T.81, annexes F.2 and G.2) of one scan, block by block, into coefficients in the order that a table gives.
 *
 * The coded bytes of a restart interval are first copied without their stuffing and with every four bytes reversed, so that a
 * refill is one aligned load; 288 zero bytes follow, which is more than a block can read. Like libjpeg, a decoder that runs
 * out of bits goes on with zeros to the end of the unit (MCU), and leaves the units up to the next restart at zero.
 *
 * A table (see `huffman.ts`) is: int32 fast[1024], int32 limit[18], int32 offset[18], uint8 symbols[256].
 */

/** Bytes of a table's parts. */
const atLimit: usize = 4096;
const atOffset: usize = 4096 + 72;
const atSymbols: usize = 4096 + 144;

export let bits: u64 = 0; // the next bits, from the top
export let count: i32 = 0; // how many of them are there
export let at: usize = 0; // where the next four bytes are
export let zeros: usize = 0; // from here on there are zeros: the end of the interval, rounded up
let end: usize = 0; // the end of the interval
let spent = false; // whether the interval ended too early

let source: usize = 0;
let sourceEnd: usize = 0;
let interval: usize = 0;
export let zigzag: usize = 0;
let restartEvery: i32 = 0;
let unitsLeft: i32 = 0;
let nextRestart: i32 = 0;
export let endOfBandRun: i32 = 0;
export let firstK: i32 = 0;
export let lastK: i32 = 0;
export let shift: i32 = 0;
export let predictions: usize = 0;

/**
 * Begins a scan.
 * @param from, to coded bytes; @param space for one interval: as many bytes and 512 more; @param order 80 bytes: offset of the
 * k-th coefficient; @param predictors four int32
 */
export function startScan(
  from: usize,
  to: usize,
  space: usize,
  order: usize,
  predictors: usize,
  every: i32,
  first: i32,
  last: i32,
  low: i32,
): void {
  source = from;
  sourceEnd = to;
  interval = space;
  zigzag = order;
  predictions = predictors;
  restartEvery = every;
  firstK = first;
  lastK = last;
  shift = low;
  nextRestart = 0;
  spent = false;
  readInterval();
  resetPredictions();
}

function resetPredictions(): void {
  v128.store(predictions, i32x4.splat(0));
  endOfBandRun = 0;
  unitsLeft = restartEvery;
}

/** Copies up to the next marker, which `source` points to afterwards. */
function readInterval(): void {
  let from = source;
  let to = interval;
  while (from < sourceEnd) {
    if (from + 16 <= sourceEnd) {
      const bytes = v128.load(from);
      v128.store(to, bytes);
      const ff = i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(-1)));
      if (ff === 0) {
        from += 16;
        to += 16;
        continue;
      }
      from += <usize>ctz(ff);
      to += <usize>ctz(ff);
    } else if (load<u8>(from) !== 0xff) {
      store<u8>(to++, load<u8>(from++));
      continue;
    }
    let code = from + 1;
    while (code < sourceEnd && load<u8>(code) === 0xff) code++;
    if (code >= sourceEnd) {
      from = sourceEnd;
    } else if (load<u8>(code) === 0) {
      store<u8>(to++, 0xff);
      from = code + 1;
    } else {
      from = code - 1;
      break;
    }
  }
  source = from;
  closeInterval(to);
}

/** Where the next marker is that is no restart's: neither stuffed (ff 00) nor fill (ff ff); `to` where there is none. */
export function findMarker(from: usize, to: usize): usize {
  while (from + 1 < to) {
    const ff = i8x16.bitmask(i8x16.eq(v128.load(from), i8x16.splat(-1)));
    if (ff === 0) {
      from += 16;
      continue;
    }
    from += <usize>ctz(ff);
    if (from + 1 >= to) break;
    const code = <i32>load<u8>(from, 1);
    if (code !== 0 && code !== 0xff && (code & 0xf8) !== 0xd0) return from;
    from++;
  }
  return to;
}

function closeInterval(to: usize): void {
  end = to;
  memory.fill(to, 0, 288);
  for (let word = interval; word < to; word += 16) {
    const bytes = v128.load(word);
    v128.store(word, i8x16.shuffle(bytes, bytes, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12));
  }
  zeros = interval + ((to - interval + 3) & ~3);
  at = interval;
  bits = 0;
  count = 0;
}

/** Whether more bits were taken than there were. */
@inline
function overrun(): bool {
  return (<i32>at - <i32>end) * 8 > count;
}

/** What libjpeg does at the place of a restart marker, and where another one is found (jpeg_resync_to_restart). */
function restart(): void {
  for (;;) {
    if (source >= sourceEnd) {
      closeInterval(interval);
      break;
    }
    const ahead = (<i32>load<u8>(source, 1) - nextRestart) & 7;
    if (ahead === 1 || ahead === 2) {
      closeInterval(interval);
      break;
    }
    source += 2;
    readInterval();
    if (ahead < 6) {
      spent = false;
      break;
    }
  }
  nextRestart = (nextRestart + 1) & 7;
  resetPredictions();
}

/** Called before each unit: whether there is anything to decode. */
@inline
export function startUnit(): bool {
  if (overrun()) spent = true;
  if (restartEvery !== 0) {
    if (unitsLeft === 0) restart();
    unitsLeft--;
  }
  return !spent;
}

/** A code of more than 10 bits: `symbol | length << 8`. What is no code counts as a zero of 17 bits. */
export function longCode(table: usize, window: u64): i32 {
  const code = <i32>(window >> 48);
  let length = 11;
  while (length <= 16 && code >= load<i32>(table + atLimit + length * 4)) length++;
  if (length > 16) return 17 << 8;
  const index = (code >> (16 - length)) + load<i32>(table + atOffset + length * 4);
  return <i32>load<u8>(table + atSymbols + (index & 255)) | (length << 8);
}

/** The signed value that `size` bits stand for (F.2.2.1). */
@inline
export function extended(value: i32, size: i32): i32 {
  return value + (((value - (1 << (size - 1))) >> 31) & ((-1 << size) + 1));
}

/**
 * The next bits with at least 32 of them there, without a branch: bits that are added once more next time are the same bits.
 * `next` and `left` have to be advanced by the caller, by `room(left)` bits.
 */
@inline
export function refilled(window: u64, left: i32, next: usize): u64 {
  return window | ((<u64>load<u32>(next) << 32) >> left);
}

@inline
export function room(left: i32): i32 {
  return <i32>(left < 32) << 5;
}

@inline
export function lookUp(table: usize, window: u64): i32 {
  return load<i32>(table + (<usize>(window >> 54) << 2));
}
