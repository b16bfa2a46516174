/** The WGSL of contractions. */
import type { ProgramOptions } from './backend.ts';
import { outputSize, rowCount, type Contraction, type Epilogue } from './contraction.ts';
import type { Plan } from './plan.ts';

export type Shader = Pick<ProgramOptions, 'body' | 'declarations'>;

/** Deepest tile in workgroup memory. */
const deepest = 16;

const range = (count: number) => Array.from({ length: count }, (_, i) => i);
const lines = (count: number, line: (i: number) => string) => range(count).map(line).join('\n');

/** Defines `part`, `split`, `outerSize`, and the range of turns as `first` and `end`. */
function work(contraction: Contraction, { splits }: Plan): string {
  const { outer, turns, prelude } = contraction;
  return `
    let part = i32(workgroupId.z) / ${splits};
    let split = i32(workgroupId.z) % ${splits};
    ${prelude}
    let outerSize = ${outer[1].size};
    let first = split * ${Math.ceil(turns / splits)};
    let end = min(first + ${Math.ceil(turns / splits)}, ${outer[0].size} * outerSize);`;
}

/** Defines where a turn is: `o0` and `o1`, and how far it moved: `turnLeft`, `turnRight`, `turnY`, `turnX`. */
function turnOffsets({ outer: [a, b] }: Contraction): string {
  return `
    let o0 = turn / outerSize;
    let o1 = turn % outerSize;
    let turnLeft = o0 * ${a.left} + o1 * ${b.left};
    let turnRight = o0 * ${a.right} + o1 * ${b.right};
    let turnY = o0 * ${a.y} + o1 * ${b.y};
    let turnX = o0 * ${a.x} + o1 * ${b.x};`;
}

/** Where the row's sums go: below 0 for rows that don't exist. */
function outOfRow(contraction: Contraction, row: string): string {
  const at = `${ofRow(contraction, 'out')} + split * ${outputSize(contraction)}`;
  const absent = [`${row} >= ${rowCount(contraction)}`, contraction.absent].filter(Boolean).join(' || ');
  return `select(${at}, -1, ${absent})`;
}

/** WGSL for one property of a row that is known by its place on the three axes. */
function ofRow(contraction: Contraction, property: 'left' | 'out' | 'y' | 'x'): string {
  const sum = contraction.rows.map((axis, i) => `r${i} * ${axis[property]}`).join(' + ');
  return `(${contraction.start[property]}) + ${sum}`;
}

function rowPlaces({ rows: [, b, c] }: Contraction, row: string): string {
  return `
    let r2 = ${row} % ${c.size};
    let r1 = ${row} / ${c.size} % ${b.size};
    let r0 = ${row} / ${b.size * c.size};`;
}

function finished(value: string, { bias, relu }: Epilogue, column: string): string {
  const sum = bias ? `${value} + bias[${column}]` : value;
  return relu ? `max(${sum}, 0.0)` : sum;
}

const onGrid = (y: string, x: string, { height, width }: { height: number; width: number }) =>
  `(u32(${y}) < ${height}u && u32(${x}) < ${width}u)`;

/**
 * Straight from the arrays: the left operand is one number for all threads of a row, the right ones lie side by side.
 * Each number of the block is a variable of its own, since an array would not stay in registers.
 */
export function directShader(contraction: Contraction, plan: Plan, epilogue: Epilogue): Shader {
  const { columns, inner, grid, start } = contraction;
  const [across, down] = plan.threads;
  const height = plan.rows;
  const width = plan.columns;
  const rows = rowCount(contraction);
  const checksInner = grid !== null && (inner.x !== 0 || inner.y !== 0);
  const leftOf = (i: number) => {
    const load = `f32(left[left${i} + depthLeft])`;
    if (grid === null) return load;
    if (!checksInner) return `select(0.0, ${load}, inside${i})`;
    const check = onGrid(`y${i} + turnY + d * ${inner.y}`, `x${i} + turnX + d * ${inner.x}`, grid);
    return `select(0.0, ${load}, ${check})`;
  };
  const body = () => `
      ${work(contraction, plan)}
      let column = i32(workgroupId.x) * ${across * width} + i32(localId.x);
      let row = (i32(workgroupId.y) * ${down} + i32(localId.y)) * ${height};
      if (row >= ${rows}) { return; }
      ${lines(
        height,
        (i) => `
          var start${i}: i32; var out${i}: i32; var y${i}: i32; var x${i}: i32;
          {
            let clamped = min(row + ${i}, ${rows - 1});
            ${rowPlaces(contraction, 'clamped')}
            start${i} = ${ofRow(contraction, 'left')};
            out${i} = ${outOfRow(contraction, `row + ${i}`)};
            y${i} = ${ofRow(contraction, 'y')};
            x${i} = ${ofRow(contraction, 'x')};
          }`,
      )}
      ${lines(width, (j) => `let right${j} = (${start.right}) + (column + ${j * across}) * ${columns.right};`)}
      ${lines(height, (i) => lines(width, (j) => `var sum${i}_${j} = 0.0;`))}
      for (var turn = first; turn < end; turn++) {
        ${turnOffsets(contraction)}
        let size = ${inner.size};
        ${lines(height, (i) => `let left${i} = start${i} + turnLeft;`)}
        ${
          grid === null || checksInner
            ? ''
            : lines(height, (i) => `let inside${i} = ${onGrid(`y${i} + turnY`, `x${i} + turnX`, grid)};`)
        }
        for (var d = 0; d < size; d++) {
          let depthLeft = d * ${inner.left};
          let depthRight = turnRight + d * ${inner.right};
          ${lines(width, (j) => `let b${j} = f32(right[right${j} + depthRight]);`)}
          ${lines(
            height,
            (i) => `
              let a${i} = ${leftOf(i)};
              ${lines(width, (j) => `sum${i}_${j} = fma(a${i}, b${j}, sum${i}_${j});`)}`,
          )}
        }
      }
      ${lines(
        height,
        (i) => `
          if (out${i} >= 0) {
            ${lines(width, (j) => {
              const at = `column + ${j * across}`;
              return `if (${at} < ${columns.size}) {
                result[out${i} + ${at}] = ${finished(`sum${i}_${j}`, epilogue, at)};
              }`;
            })}
          }`,
      )}`;
  return { body };
}

/** The depth of a tile that wastes least of its last turn. */
function tileDepth(size: number): number {
  if (size <= deepest) return size;
  const waste = (depth: number) => Math.ceil(size / depth) * depth - size;
  return range(deepest / 2 + 1)
    .map((i) => deepest - i)
    .reduce((best, depth) => (waste(depth) < waste(best) ? depth : best), deepest);
}

/** Through workgroup memory: four rows or columns of a tile are one vector there. */
export function tiledShader(contraction: Contraction, plan: Plan, epilogue: Epilogue): Shader {
  const { columns, inner, grid, start } = contraction;
  const [across, down] = plan.threads;
  const threads = across * down;
  const height = down * plan.rows;
  const width = across * plan.columns;
  const rows = rowCount(contraction);
  const depth = tileDepth(contraction.innerSize);
  const blocks = plan.rows / 4;
  const leftSlots = (depth * height) / 4;
  const rightSlots = (depth * width) / 4;
  // Threads side by side read side by side, whichever axis that is.
  const leftByDepth = Math.abs(Number(inner.left)) === 1;
  const rightByDepth = columns.right !== 1;
  const check =
    grid === null
      ? ''
      : ` && ${onGrid(`place.y + turnY + d * ${inner.y}`, `place.z + turnX + d * ${inner.x}`, grid)}`;
  const declarations = `
    var<workgroup> leftTile: array<vec4<f32>, ${leftSlots}>;
    var<workgroup> rightTile: array<vec4<f32>, ${rightSlots}>;
    var<workgroup> places: array<vec4<i32>, ${height}>;
    var<workgroup> turns: vec2<i32>;`;
  const body = () => `
      let local = i32(localIndex);
      let lane = i32(localId.x);
      let band = i32(localId.y);
      ${work(contraction, plan)}
      let firstColumn = i32(workgroupId.x) * ${width};
      let firstRow = i32(workgroupId.y) * ${height};
      if (local == 0) { turns = vec2<i32>(first, end); }
      for (var i = local; i < ${height}; i += ${threads}) {
        let row = min(firstRow + i, ${rows - 1});
        ${rowPlaces(contraction, 'row')}
        places[i] = vec4<i32>(
          ${ofRow(contraction, 'left')},
          ${ofRow(contraction, 'y')},
          ${ofRow(contraction, 'x')},
          ${outOfRow(contraction, 'firstRow + i')});
      }
      // The loop has barriers, so its range must be seen to be the same for all.
      let uniformTurns = workgroupUniformLoad(&turns);
      ${lines(plan.rows, (i) => `var sum${i} = vec4<f32>();`)}
      for (var turn = uniformTurns.x; turn < uniformTurns.y; turn++) {
        ${turnOffsets(contraction)}
        let size = ${inner.size};
        for (var depthStart = 0; depthStart < ${contraction.innerSize}; depthStart += ${depth}) {
          for (var slot = local; slot < ${leftSlots}; slot += ${threads}) {
            ${
              leftByDepth
                ? `let k = slot % ${depth}; let quad = slot / ${depth};`
                : `let k = slot / ${height / 4}; let quad = slot % ${height / 4};`
            }
            let d = depthStart + k;
            let at = turnLeft + d * ${inner.left};
            var numbers = vec4<f32>();
            for (var i = 0; i < 4; i++) {
              let place = places[quad * 4 + i];
              if (d < size${check}) { numbers[i] = f32(left[place.x + at]); }
            }
            leftTile[k * ${height / 4} + quad] = numbers;
          }
          for (var slot = local; slot < ${rightSlots}; slot += ${threads}) {
            ${
              rightByDepth
                ? `let k = slot % ${depth}; let quad = slot / ${depth};`
                : `let k = slot / ${width / 4}; let quad = slot % ${width / 4};`
            }
            let d = depthStart + k;
            let column = firstColumn + quad * 4;
            let at = (${start.right}) + turnRight + d * ${inner.right};
            var numbers = vec4<f32>();
            for (var j = 0; j < 4; j++) {
              if (d < size && column + j < ${columns.size}) {
                numbers[j] = f32(right[at + (column + j) * ${columns.right}]);
              }
            }
            rightTile[k * ${width / 4} + quad] = numbers;
          }
          workgroupBarrier();
          for (var k = 0; k < ${depth}; k++) {
            let b = rightTile[k * ${width / 4} + lane];
            ${lines(
              blocks,
              (block) => `
                let a${block} = leftTile[k * ${height / 4} + band * ${blocks} + ${block}];
                ${lines(4, (i) => `sum${block * 4 + i} = fma(vec4<f32>(a${block}[${i}]), b, sum${block * 4 + i});`)}`,
            )}
          }
          workgroupBarrier();
        }
      }
      let column = firstColumn + lane * 4;
      ${lines(
        plan.rows,
        (i) => `
          let out${i} = places[band * ${plan.rows} + ${i}].w;
          if (out${i} >= 0) {
            ${lines(4, (j) => {
              const at = `column + ${j}`;
              return `if (${at} < ${columns.size}) {
                result[out${i} + ${at}] = ${finished(`sum${i}[${j}]`, epilogue, at)};
              }`;
            })}
          }`,
      )}`;
  return { body, declarations };
}
