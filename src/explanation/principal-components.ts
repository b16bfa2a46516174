/**
 * Principal components, exact: the eigenvectors of the covariance matrix by Jacobi's rotations (Golub and Van Loan,
 * Matrix Computations, 8.5), which for the few hundred columns of an embedding take a moment.
 */

export interface PrincipalComponents {
  /** `[rows, count]`, the component of the largest variance first; the entry of largest size of each direction is positive. */
  readonly coordinates: Float32Array;
  /** Share of the whole variance that each component has, 0 to 1. */
  readonly explained: readonly number[];
}

/** Rotations of all pairs after which nothing is left to be rotated away; far more than it ever takes. */
const mostSweeps = 60;

/** @param values `[rows, width]` */
export function principalComponents(
  values: Float32Array,
  width: number,
  count: number,
): PrincipalComponents {
  const rows = values.length / width;
  const mean = meanOf(values, width);
  const { variances, directions } = eigenvectors(covarianceOf(values, mean), width);
  const order = [...variances.keys()].sort((a, b) => variances[b]! - variances[a]!).slice(0, count);
  const total = variances.reduce((sum, variance) => sum + variance, 0);
  const coordinates = new Float32Array(rows * count);
  order.forEach((component, k) => {
    const direction = Float64Array.from({ length: width }, (_, i) => directions[i * width + component]!);
    const largest = direction.reduce((most, x) => (Math.abs(x) > Math.abs(most) ? x : most), 0);
    for (let row = 0; row < rows; row++) {
      let sum = 0;
      for (let i = 0; i < width; i++) sum += (values[row * width + i]! - mean[i]!) * direction[i]!;
      coordinates[row * count + k] = largest < 0 ? -sum : sum;
    }
  });
  return {
    coordinates,
    explained: order.map((component) => (total > 0 ? variances[component]! / total : 0)),
  };
}

function meanOf(values: Float32Array, width: number): Float64Array {
  const mean = new Float64Array(width);
  values.forEach((value, i) => (mean[i % width]! += value));
  return mean.map((sum) => sum / (values.length / width));
}

/** `[width, width]`, without the factor that all entries share. */
function covarianceOf(values: Float32Array, mean: Float64Array): Float64Array {
  const width = mean.length;
  const covariance = new Float64Array(width * width);
  const row = new Float64Array(width);
  for (let start = 0; start < values.length; start += width) {
    for (let i = 0; i < width; i++) row[i] = values[start + i]! - mean[i]!;
    for (let i = 0; i < width; i++) {
      const factor = row[i]!;
      if (factor === 0) continue;
      for (let j = i; j < width; j++) covariance[i * width + j]! += factor * row[j]!;
    }
  }
  for (let i = 0; i < width; i++)
    for (let j = 0; j < i; j++) covariance[i * width + j] = covariance[j * width + i]!;
  return covariance;
}

/** Turns a symmetric matrix until it is diagonal; the turns together are its eigenvectors, in columns. */
function eigenvectors(matrix: Float64Array, width: number) {
  const directions = new Float64Array(width * width);
  for (let i = 0; i < width; i++) directions[i * width + i] = 1;
  const size = Math.hypot(...diagonalOf(matrix, width));
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    let rotated = false;
    for (let p = 0; p < width; p++) {
      for (let q = p + 1; q < width; q++) {
        const off = matrix[p * width + q]!;
        if (Math.abs(off) <= size * 1e-14) continue;
        rotated = true;
        const theta = (matrix[q * width + q]! - matrix[p * width + p]!) / (2 * off);
        const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
        const cosine = 1 / Math.hypot(tangent, 1);
        const sine = tangent * cosine;
        for (let i = 0; i < width; i++) turn(matrix, i * width + p, i * width + q, cosine, sine);
        for (let i = 0; i < width; i++) turn(matrix, p * width + i, q * width + i, cosine, sine);
        for (let i = 0; i < width; i++) turn(directions, i * width + p, i * width + q, cosine, sine);
      }
    }
    if (!rotated) break;
  }
  return { variances: diagonalOf(matrix, width), directions };
}

function turn(values: Float64Array, p: number, q: number, cosine: number, sine: number): void {
  const [a, b] = [values[p]!, values[q]!];
  values[p] = cosine * a - sine * b;
  values[q] = sine * a + cosine * b;
}

function diagonalOf(matrix: Float64Array, width: number): Float64Array {
  return Float64Array.from({ length: width }, (_, i) => matrix[i * width + i]!);
}
