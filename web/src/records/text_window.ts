// Which piece of something long is drawn: its beginning, or what is around a mark.
import type { Span } from "./pieces.ts";

/** How far a better place to cut is looked for. */
const NEAR = 2_000;

/**
 * At most about `reach` long; it begins and ends where `isCut` says that one may cut, if there is such a place near. A mark is not cut unless it is
 * longer than that itself.
 */
export function windowOf(length: number, mark: Span | null, reach: number, isCut: (at: number) => boolean): Span {
    if (length <= reach * 1.25) {
        return { start: 0, end: length };
    }
    const middle = mark && mark.end > reach / 2 ? mark.start : 0;
    const start = back(Math.max(0, middle - reach / 2), isCut);
    const end = Math.min(length, start + reach);
    return { start, end: end === length ? end : Math.max(start + 1, back(end, isCut)) };
}

function back(from: number, isCut: (at: number) => boolean): number {
    const place = Math.floor(from);
    for (let at = place; at > Math.max(0, place - NEAR); at -= 1) {
        if (isCut(at)) {
            return at;
        }
    }
    return place < NEAR ? 0 : place;
}
