// The whole lines that belong to a range of a file: those that begin in it. Ranges side by side share no line and leave none out.

/** Gives the bytes from `start` to `end` of a file. */
export interface Source {
    size: number;
    /** For short slices. */
    peek: (start: number, end: number) => Uint8Array;
    /** For long ones; the bytes hold until the next call. */
    read: (start: number, end: number) => Promise<Uint8Array>;
}

/** Whole lines and where they lie; `from` equals `to` where there are none. */
export interface Lines {
    from: number;
    to: number;
    bytes: Uint8Array;
}

const BREAK = 10;
/** How far is read beyond the end of a range at first: most last lines end there. */
const BEYOND = 64 << 10;
/** The most that is read beyond it. Whoever takes the lines in reads what is longer. */
const MOST_BEYOND = 16 << 20;

/** The lines that begin in `[from, to)`. Those that end too far behind it are left out. */
export async function linesIn({ size, peek, read }: Source, from: number, to: number): Promise<Lines> {
    // One byte earlier: a break there says that a line begins at `from`.
    const before = Math.max(0, from - 1);
    let beyond = BEYOND;
    let bytes = await read(before, Math.min(to + beyond, size));
    const first = from === 0 ? 0 : before + bytes.indexOf(BREAK) + 1;
    if (first >= to || (from > 0 && first === before)) {
        return { from, to: from, bytes: new Uint8Array(0) };
    }
    let end = to >= size ? size : behindBreak(bytes, to - 1 - before, before);
    while (end < 0 && to + beyond < size && beyond < MOST_BEYOND) {
        const start = to + beyond;
        beyond = Math.min(beyond * 8, MOST_BEYOND);
        end = behindBreak(peek(start, Math.min(to + beyond, size)), 0, start);
    }
    if (end < 0) {
        end = to + beyond < size ? before + bytes.lastIndexOf(BREAK, to - 2 - before) + 1 : size;
    }
    if (end - before > bytes.length) {
        bytes = await read(before, end);
    }
    return { from: first, to: end, bytes: bytes.subarray(first - before, end - before) };
}

/** The place in the file behind the first break at or after index `at`; -1 if there is none. `start` is where the bytes lie. */
function behindBreak(bytes: Uint8Array, at: number, start: number): number {
    const found = bytes.indexOf(BREAK, at);
    return found < 0 ? -1 : start + found + 1;
}
