// Where bytes of a JSON string are in the text that it means.
import type { Span } from "./pieces.ts";

const decoder = new TextDecoder();

/**
 * The place in the text of a string that lies at `within` in the record, quotes included; null where the place is not inside of it, or is all of it.
 */
export function placeInText(record: Uint8Array, within: Span, place: Span): Span | null {
    const outside = place.end < within.start || place.start >= within.end;
    const all = place.start <= within.start && place.end >= within.end;
    if (outside || all || record[within.start] !== 0x22) {
        return null;
    }
    const first = within.start + 1;
    const start = lengthOf(record.subarray(first, Math.max(first, Math.min(place.start, within.end - 1))));
    const end = lengthOf(record.subarray(first, Math.max(first, Math.min(place.end, within.end - 1))));
    return start === null || end === null ? null : { start, end: Math.max(start, end) };
}

/** How long the text is that stands in these bytes of a string; null where it can not be read. */
function lengthOf(bytes: Uint8Array): number | null {
    try {
        const text: unknown = JSON.parse(`"${decoder.decode(bytes)}"`);
        return typeof text === "string" ? text.length : null;
    } catch {
        return null;
    }
}
