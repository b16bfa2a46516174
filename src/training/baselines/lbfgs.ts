/** L-BFGS (Nocedal and Wright, Numerical Optimization, algorithm 7.5) for smooth convex functions, deterministic. */

/** Returns the value at `at` and writes the gradient. */
type Objective = (at: Float64Array, gradient: Float64Array) => number;

/** Steps that are remembered of the curvature. */
const memory = 10;

/** A slope below this, in the largest component, is flat: scikit-learn's default. */
const flat = 1e-4;

/** The share of the promised decrease that a step must bring. */
const sufficient = 1e-4;

interface Step {
  readonly moved: Float64Array;
  readonly turned: Float64Array;
  /** 1 / (moved · turned) */
  readonly rho: number;
}

/** Moves `at` to a minimum; yields the value after each iteration, so that the caller may breathe or stop. */
export function* lbfgs(
  objective: Objective,
  at: Float64Array,
  iterations: number,
): Generator<number, void, void> {
  let gradient = new Float64Array(at.length);
  let value = objective(at, gradient);
  const steps: Step[] = [];
  for (let iteration = 0; iteration < iterations; iteration++) {
    if (gradient.every((slope) => Math.abs(slope) <= flat)) return;
    const direction = descent(gradient, steps);
    const slope = dot(direction, gradient);
    let length = steps.length === 0 ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1;
    const next = new Float64Array(at.length);
    const nextGradient = new Float64Array(at.length);
    let nextValue = Infinity;
    for (let halving = 0; halving < 40; halving++, length /= 2) {
      for (let i = 0; i < at.length; i++) next[i] = at[i]! + length * direction[i]!;
      nextValue = objective(next, nextGradient);
      if (nextValue <= value + sufficient * length * slope) break;
    }
    // No step along a descent goes down: rounding is all that is left.
    if (!(nextValue < value)) return;
    const moved = next.map((to, i) => to - at[i]!);
    const turned = nextGradient.map((to, i) => to - gradient[i]!);
    const curvature = dot(moved, turned);
    if (curvature > 0) steps.push({ moved, turned, rho: 1 / curvature });
    if (steps.length > memory) steps.shift();
    at.set(next);
    gradient = nextGradient;
    value = nextValue;
    yield value;
  }
}

/** The two loops: against the gradient, bent by the curvature of the last steps. */
function descent(gradient: Float64Array, steps: readonly Step[]): Float64Array {
  const direction = gradient.map((slope) => -slope);
  const shares: number[] = [];
  for (let k = steps.length - 1; k >= 0; k--) {
    const { moved, turned, rho } = steps[k]!;
    const share = rho * dot(moved, direction);
    shares[k] = share;
    for (let i = 0; i < direction.length; i++) direction[i]! -= share * turned[i]!;
  }
  const last = steps.at(-1);
  if (last) {
    const scale = 1 / (last.rho * dot(last.turned, last.turned));
    for (let i = 0; i < direction.length; i++) direction[i]! *= scale;
  }
  steps.forEach(({ moved, turned, rho }, k) => {
    const share = shares[k]! - rho * dot(turned, direction);
    for (let i = 0; i < direction.length; i++) direction[i]! += share * moved[i]!;
  });
  return direction;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
