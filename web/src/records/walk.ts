// Goes from record to record among those that are shown.
import type { OpenFile } from "../state/open_file.svelte.ts";
import { session } from "../state/session.svelte.ts";
import { lookedAt } from "./looked_at.svelte.ts";

let turn = 0;

/** Chooses the record at this place among those shown; the last wish counts. */
export async function goToPlace(file: OpenFile, place: number): Promise<void> {
    const mine = ++turn;
    const desk = await session.start();
    const [row] = await desk.call("rows", file.id, place, place + 1);
    if (row && mine === turn) {
        file.selected = row.index;
    }
}

/** Chooses the next record (1) or the one before (-1). */
export async function stepRecord(file: OpenFile, by: 1 | -1): Promise<void> {
    const record = lookedAt.of(file);
    if (!record) {
        return goToPlace(file, by > 0 ? 0 : file.shown - 1);
    }
    const desk = await session.start();
    const found = await desk.call("find", file.id, record.line);
    if (found < 0) {
        return by < 0 ? goToPlace(file, file.shown - 1) : undefined;
    }
    const [row] = await desk.call("rows", file.id, found, found + 1);
    // Where the record itself is filtered out, the next one stands in its place.
    const to = row?.index === record.index || by < 0 ? found + by : found;
    if (to >= 0 && to < file.shown) {
        await goToPlace(file, to);
    }
}
