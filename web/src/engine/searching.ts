// Finds the records that say something: the piece workers read them again, side by side.
import type { Columns } from "./columns.ts";
import type { Pool } from "./pool.ts";
import type { SearchQuery } from "./protocol.ts";

/** Bytes a worker looks through at a time. */
const PIECE = 4 << 20;
/** Records further apart than this are not read at once. */
const GAP = 256 << 10;

export interface Searching {
    /** Places among all records, ascending. */
    among: Uint32Array;
    query: SearchQuery;
    columns: Columns;
    blob: Blob;
    pool: Pool;
    isOvertaken: () => boolean;
    /** Makes what is told how many records of the total are done, and how many were found. */
    notes: (total: number) => (done: number, found: number) => void;
}

/** Those of the records that say it. Stops early, with what it has, when a later search overtakes this one. */
export async function searchRecords({ among, query, columns, blob, pool, isOvertaken, notes }: Searching): Promise<Uint32Array> {
    const found = new Uint32Array(among.length);
    const tell = notes(among.length);
    let count = 0;
    let next = 0;
    const running: { first: number; matches: Promise<Uint32Array> }[] = [];
    while (next < among.length || running.length > 0) {
        while (running.length < pool.places && next < among.length) {
            const first = next;
            next = endOfPiece(among, first, columns);
            const places = among.subarray(first, next);
            const from = columns.offset[places[0]!]!;
            const last = places.at(-1)!;
            const to = columns.offset[last]! + columns.length[last]!;
            const offsets = Uint32Array.from(places, (index) => columns.offset[index]! - from);
            const lengths = Uint32Array.from(places, (index) => columns.length[index]!);
            const matches = pool.run({ kind: "search", blob, from, to, query, offsets, lengths }, true);
            // It may fail when nobody waits for it any more.
            matches.catch(() => undefined);
            running.push({ first, matches });
        }
        const { first, matches } = running.shift()!;
        for (const match of await matches) {
            found[count++] = among[first + match]!;
        }
        if (isOvertaken()) {
            break;
        }
        tell(running[0]?.first ?? next, count);
    }
    return found.slice(0, count);
}

/** Where the piece ends that begins with the record at `first`: it is not too long, and its records lie close. */
function endOfPiece(among: Uint32Array, first: number, { offset, length }: Columns): number {
    const from = offset[among[first]!]!;
    let next = first + 1;
    while (next < among.length) {
        const before = among[next - 1]!;
        const end = offset[before]! + length[before]!;
        if (end - from > PIECE || offset[among[next]!]! - end > GAP) {
            break;
        }
        next += 1;
    }
    return next;
}
