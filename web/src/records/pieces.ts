// Cuts a text into pieces for drawing: what each piece is, and what is marked in it.
import type { SearchQuery } from "../engine/protocol.ts";

/** From a place to another in a text, as `slice` counts. */
export interface Span {
    start: number;
    end: number;
}

/** `place`: what the finding in view is about; `other`: what other findings are about; `found`: what is searched for. */
export type Mark = "place" | "other" | "found";

export interface Piece {
    text: string;
    /** A name of its look; empty for plain text. */
    sort: string;
    mark: Mark | "";
}

/** So many places of what is searched for are marked. */
const MOST_FOUND = 1000;

/** `sorts` are in order and do not overlap. Of marks that overlap, the first one is drawn. */
export function pieces(text: string, sorts: (Span & { sort: string })[], marks: (Span & { mark: Mark })[]): Piece[] {
    const wide = marks.map((mark) => ({ ...mark, ...widened(mark, text.length) })).filter(({ start, end }) => start < end);
    const borders = new Set([0, text.length]);
    for (const { start, end } of [...sorts, ...wide]) {
        borders.add(Math.max(0, start)).add(Math.min(text.length, end));
    }
    const places = Float64Array.from(borders).sort();
    const made: (Piece & { at: number })[] = [];
    let sort = 0;
    for (let at = 0; at + 1 < places.length; at += 1) {
        const [start, end] = [places[at]!, places[at + 1]!];
        while (sort < sorts.length && sorts[sort]!.end <= start) {
            sort += 1;
        }
        const covering = sorts[sort];
        made.push({ at: start, text: text.slice(start, end), sort: covering && covering.start <= start ? covering.sort : "", mark: "" });
    }
    for (const { start, end, mark } of wide) {
        for (let at = firstAt(made, start); at < made.length && made[at]!.at < end; at += 1) {
            made[at]!.mark ||= mark;
        }
    }
    return made;
}

/** A place between two letters is shown by the letter behind it, or the last one. */
function widened({ start, end }: Span, length: number): Span {
    if (start < end) {
        return { start: Math.max(0, start), end: Math.min(length, end) };
    }
    return start < length ? { start, end: start + 1 } : { start: Math.max(0, length - 1), end: length };
}

function firstAt(made: { at: number }[], place: number): number {
    let [low, high] = [0, made.length];
    while (low < high) {
        const middle = (low + high) >> 1;
        if (made[middle]!.at < place) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/** Where a text is found in another, as the search does it. */
export function found(text: string, query: SearchQuery | undefined): (Span & { mark: Mark })[] {
    const spans: (Span & { mark: Mark })[] = [];
    if (query && query.text !== "") {
        const literal = query.text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
        for (const { index, 0: hit } of text.matchAll(new RegExp(literal, query.matchCase ? "gu" : "giu"))) {
            spans.push({ start: index, end: index + hit.length, mark: "found" });
            if (spans.length === MOST_FOUND) {
                break;
            }
        }
    }
    return spans;
}
