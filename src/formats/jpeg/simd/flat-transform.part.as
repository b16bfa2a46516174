/** Blocks of which only the first coefficient is not zero: one sample, at whatever size the block is decoded to. */

/** The sample, in each byte, of a block of which only the first coefficient is not zero: the same at every size. */
@inline
function flatSamples(block: usize, quantisers: usize): u64 {
  const value = <i32>(<i16>(<i32>load<i16>(block) * <i32>load<i16>(quantisers)));
  return <u64>min(max(((value + 4) >> 3) + 128, 0), 255) * 0x0101010101010101;
}

export function transformFlat(block: usize, quantisers: usize, to: usize, stride: usize): void {
  const samples = flatSamples(block, quantisers);
  const end = to + stride * 8;
  for (; to < end; to += stride) store<u64>(to, samples);
}

export function transformFlat4(block: usize, quantisers: usize, to: usize, stride: usize): void {
  const samples = <u32>flatSamples(block, quantisers);
  const end = to + stride * 4;
  for (; to < end; to += stride) store<u32>(to, samples);
}
