// What differs between two texts, in pieces to show side by side.
import { diffWordsWithSpace } from "diff";

export interface Piece {
    text: string;
    kind: "same" | "removed" | "added";
}

/** Longer texts are compared by their common beginning and end only. */
const LONGEST = 20_000;
/** How much of a common part is shown around what differs. */
const AROUND = 120;

export function difference(before: string, after: string): Piece[] {
    const pieces: Piece[] =
        before.length + after.length > LONGEST
            ? byEnds(before, after)
            : diffWordsWithSpace(before, after).map(({ value, added, removed }) => ({
                  text: value,
                  kind: added ? "added" : removed ? "removed" : "same",
              }));
    return pieces.map((piece, place) => (piece.kind === "same" ? { ...piece, text: shortened(piece.text, place > 0, place < pieces.length - 1) } : piece));
}

function byEnds(before: string, after: string): Piece[] {
    const most = Math.min(before.length, after.length);
    let head = 0;
    while (head < most && before[head] === after[head]) {
        head += 1;
    }
    let tail = 0;
    while (tail < most - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) {
        tail += 1;
    }
    const pieces: Piece[] = [
        { kind: "same", text: before.slice(0, head) },
        { kind: "removed", text: before.slice(head, before.length - tail) },
        { kind: "added", text: after.slice(head, after.length - tail) },
        { kind: "same", text: before.slice(before.length - tail) },
    ];
    return pieces.filter((piece) => piece.text !== "");
}

/** Leaves out the middle of what is the same. */
function shortened(text: string, left: boolean, right: boolean): string {
    const head = left ? text.slice(0, AROUND) : "";
    const tail = right ? text.slice(-AROUND) : "";
    return text.length <= head.length + tail.length + 20 ? text : `${head} … ${tail}`;
}
