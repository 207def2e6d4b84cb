// The record that is looked at: read from the file when it is chosen, in the list or by a finding.
import type { RecordAt } from "../engine/protocol.ts";
import type { OpenFile } from "../state/open_file.svelte.ts";
import { session } from "../state/session.svelte.ts";

class LookedAt {
    private file = $state.raw<OpenFile | null>(null);
    private record = $state.raw<RecordAt | null>(null);
    private turn = 0;

    /** The record of this file; null until it is read. While the next one is read, the last one stays. */
    of(file: OpenFile | null): RecordAt | null {
        return file !== null && this.file === file && file.selected !== null ? this.record : null;
    }

    /** Reads what is chosen in a file. */
    async read(file: OpenFile, index: number): Promise<void> {
        const turn = ++this.turn;
        const desk = await session.start();
        // A file that was closed meanwhile has no records.
        const record = await desk.call("recordAt", file.id, index).catch(() => null);
        if (turn === this.turn) {
            this.file = file;
            this.record = record;
        }
    }
}

export const lookedAt = new LookedAt();
