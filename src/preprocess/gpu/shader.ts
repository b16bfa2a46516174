/**
 * The two passes of `resample-plain.ts` as compute shaders. WebGPU has no bytes, so four of them, the first one lowest,
 * share a word, and one invocation makes one word of one row of one image of the batch: (word, row, image). Everything is
 * 32-bit integers, which are exact and the same on every GPU; sums fit (see `fractionBits`).
 */
import { fractionBits } from '../coefficients.ts';

/** Words and rows of a workgroup. */
export const groupEdge = 8;

/** Words of a job's record, in the order of the shader's `Job` (see `Batch`). */
export const jobWords = 13;

export const shader = /* wgsl */ `
struct Table {
  at: u32,       // word where its starts begin; counts and weights follow
  outputs: u32,
  taps: u32,
}

struct Job {
  source: u32,   // byte of the first sample
  stride: u32,   // bytes from row to row
  channels: u32,
  rows: u32,     // of the region
  between: u32,  // word of the first intermediate row
  target_at: u32,  // word of the first row of the result
  words: u32,    // of an intermediate row, and of one of the result
  across: Table,
  down: Table,
}

@group(0) @binding(0) var<storage, read> jobs: array<Job>;
@group(0) @binding(1) var<storage, read> tables: array<i32>;
@group(0) @binding(2) var<storage, read> source: array<u32>;
@group(0) @binding(3) var<storage, read_write> between: array<u32>;
@group(0) @binding(4) var<storage, read_write> results: array<u32>;

const half = 1i << ${fractionBits - 1}u;

fn clipped(sum: i32) -> u32 {
  return u32(clamp(sum >> ${fractionBits}u, 0, 255));
}

fn sourceByte(at: u32) -> i32 {
  return i32((source[at >> 2u] >> ((at & 3u) * 8u)) & 255u);
}

@compute @workgroup_size(${groupEdge}, ${groupEdge})
fn alongRows(@builtin(global_invocation_id) id: vec3u) {
  let job = jobs[id.z];
  if (id.x >= job.words || id.y >= job.rows) { return; }
  let table = job.across;
  let samples = table.outputs * job.channels;
  let row = job.source + id.y * job.stride;
  var word = 0u;
  for (var lane = 0u; lane < 4u; lane++) {
    let sample = id.x * 4u + lane;
    if (sample >= samples) { break; }
    let output = sample / job.channels;
    let start = u32(tables[table.at + output]);
    let count = u32(tables[table.at + table.outputs + output]);
    let weights = table.at + 2u * table.outputs + output * table.taps;
    var at = row + start * job.channels + sample % job.channels;
    var sum = half;
    for (var tap = 0u; tap < count; tap++) {
      sum += sourceByte(at) * tables[weights + tap];
      at += job.channels;
    }
    word |= clipped(sum) << (lane * 8u);
  }
  between[job.between + id.y * job.words + id.x] = word;
}

@compute @workgroup_size(${groupEdge}, ${groupEdge})
fn alongColumns(@builtin(global_invocation_id) id: vec3u) {
  let job = jobs[id.z];
  let table = job.down;
  if (id.x >= job.words || id.y >= table.outputs) { return; }
  let start = u32(tables[table.at + id.y]);
  let count = u32(tables[table.at + table.outputs + id.y]);
  let weights = table.at + 2u * table.outputs + id.y * table.taps;
  var at = job.between + start * job.words + id.x;
  var sums = vec4i(half);
  for (var tap = 0u; tap < count; tap++) {
    let word = between[at];
    sums += vec4i((vec4u(word) >> vec4u(0u, 8u, 16u, 24u)) & vec4u(255u)) * tables[weights + tap];
    at += job.words;
  }
  results[job.target_at + id.y * job.words + id.x] =
    clipped(sums.x) | (clipped(sums.y) << 8u) | (clipped(sums.z) << 16u) | (clipped(sums.w) << 24u);
}
`;
