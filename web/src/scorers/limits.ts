// What a scorer may use: the limits of the command line.

/** How long one call may take, whatever the size of its batch, in milliseconds. */
export const LONGEST_CALL = 2_000;
/** Bytes of memory. */
export const MOST_MEMORY = 256 << 20;
/** Bytes that one call may answer. */
export const MOST_OUTPUT = 16 << 20;
/** Lines that one call may write. */
export const MOST_LINES = 100;
/** Longer lines are cut, in characters. */
export const LONGEST_LINE = 2_000;
