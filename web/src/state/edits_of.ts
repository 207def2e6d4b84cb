// The changes that belong to an open file.
import { Edits } from "./edits.svelte.ts";
import type { OpenFile } from "./open_file.svelte.ts";

const all = new WeakMap<OpenFile, Edits>();

export function editsOf(file: OpenFile): Edits {
    let edits = all.get(file);
    if (!edits) {
        edits = new Edits(`${file.name}:${file.size}`);
        all.set(file, edits);
        void edits.restore();
    }
    return edits;
}
