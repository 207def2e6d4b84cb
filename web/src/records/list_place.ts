// Where the list of a file was left, so that it is there again when one comes back to the file.
import type { OpenFile } from "../state/open_file.svelte.ts";

export interface ListPlace {
    /** Pixels above the first row in view, of all rows. */
    top: number;
    /** The row that keys move from. */
    place: number;
}

const left = new WeakMap<OpenFile, ListPlace>();

export function listPlace(file: OpenFile): ListPlace {
    return left.get(file) ?? { top: 0, place: 0 };
}

export function leaveList(file: OpenFile, place: ListPlace): void {
    left.set(file, place);
}
