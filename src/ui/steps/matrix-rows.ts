/** A confusion matrix as cells: counts, and shares of their true class. */

export interface MatrixCell {
  readonly count: number;
  /** Of the samples of its true class, 0 to 100. */
  readonly percent: number;
  /** Row by row from 0. */
  readonly position: number;
}

export function matrixRows(confusion: readonly (readonly number[])[]): MatrixCell[][] {
  return confusion.map((row, truth) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return row.map((count, said) => {
      const percent = total === 0 ? 0 : (count / total) * 100;
      return { count, percent, position: truth * row.length + said };
    });
  });
}
