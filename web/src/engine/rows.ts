// The lines of the list of records: numbers from the columns, and the beginning of what each record says, read from the file.
import { headlines } from "../generated/tunesmith_web.js";
import type { Columns } from "./columns.ts";
import type { Row } from "./protocol.ts";
import type { ScoreColumn } from "./scores.ts";

/** How much of a record is read for its line. */
const HEAD = 4096;
/** Records that lie this close are read at once: a slice takes longer than its bytes. */
const CLOSE = 64 << 10;

/** The lines of the records at these places, in ascending order. */
export function rowsOf(places: number[], columns: Columns, scores: Map<string, ScoreColumn>, read: (start: number, end: number) => Uint8Array): Row[] {
    const { offset, length, line, tokens, sound } = columns;
    const said = headlinesOf(
        places.map((index) => [offset[index]!, offset[index]! + Math.min(length[index]!, HEAD)]),
        read,
    );
    return places.map((index, row) => ({
        index,
        line: line[index]!,
        offset: offset[index]!,
        length: length[index]!,
        tokens: tokens[index]!,
        sound: sound[index]!,
        headline: said[row] ?? "",
        scores: Object.fromEntries(Array.from(scores, ([scorer, { values }]) => [scorer, Number.isNaN(values[index]!) ? null : values[index]!])),
    }));
}

function headlinesOf(heads: [number, number][], read: (start: number, end: number) => Uint8Array): string[] {
    const bytes = new Uint8Array(heads.reduce((sum, [start, end]) => sum + end - start, 0));
    const ends = new Uint32Array(heads.length);
    let filled = 0;
    for (let first = 0; first < heads.length; ) {
        let last = first;
        while (last + 1 < heads.length && heads[last + 1]![0] - heads[last]![1] < CLOSE) {
            last += 1;
        }
        const from = heads[first]![0];
        const together = read(from, heads[last]![1]);
        for (; first <= last; first += 1) {
            const [start, end] = heads[first]!;
            bytes.set(together.subarray(start - from, end - from), filled);
            filled += end - start;
            ends[first] = filled;
        }
    }
    return headlines(bytes, ends);
}
