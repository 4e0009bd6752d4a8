/** How finely a read is cut, and how often it is saved. */
export interface Tuning {
  /** Entities a slice should not exceed. */
  sliceSize: number;
  /** A checkpoint at least after so many rows of a scan, */
  checkpointRows: number;
  /** and at least after so many milliseconds. */
  checkpointMs: number;
}

export const defaultTuning: Tuning = { sliceSize: 9_000, checkpointRows: 5_000, checkpointMs: 10_000 };
