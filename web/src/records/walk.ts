// Goes from record to record among those that are shown. Steps are made one after the other: however fast they come, none is lost.
import type { OpenFile } from "../state/open_file.svelte.ts";
import { session } from "../state/session.svelte.ts";
import { lookedAt } from "./looked_at.svelte.ts";

/** Where one stands, as long as neither the list nor the choice is changed elsewhere. */
let stands: { file: OpenFile; generation: number; place: number; index: number } | null = null;
let steps: Promise<void> = Promise.resolve();
let turn = 0;

/** Notes that the record at this place among those shown was chosen. */
export function choose(file: OpenFile, place: number, index: number): void {
    turn += 1;
    stands = { file, generation: file.generation, place, index };
    file.selected = index;
}

/** Chooses the record at this place among those shown; the last wish counts. */
export async function goToPlace(file: OpenFile, place: number): Promise<void> {
    const mine = ++turn;
    const desk = await session.start();
    const [row] = await desk.call("rows", file.id, place, place + 1);
    if (row && mine === turn) {
        choose(file, place, row.index);
    }
}

/** Chooses the next record (1) or the one before (-1). */
export function stepRecord(file: OpenFile, by: 1 | -1): Promise<void> {
    steps = steps.then(() => step(file, by)).catch(() => undefined);
    return steps;
}

async function step(file: OpenFile, by: 1 | -1): Promise<void> {
    const to = await placeOf(file, by);
    if (to >= 0 && to < file.shown) {
        await goToPlace(file, to);
    }
}

/** Where a step leads to. */
async function placeOf(file: OpenFile, by: 1 | -1): Promise<number> {
    if (stands?.file === file && stands.generation === file.generation && stands.index === file.selected) {
        return stands.place + by;
    }
    await lookedAt.reading;
    const record = lookedAt.of(file);
    const end = by > 0 ? 0 : file.shown - 1;
    if (!record) {
        return end;
    }
    const desk = await session.start();
    const found = await desk.call("find", file.id, record.line);
    if (found < 0) {
        return by > 0 ? -1 : end;
    }
    const [row] = await desk.call("rows", file.id, found, found + 1);
    // Where the record itself is filtered out, the next one stands in its place.
    return row?.index === record.index || by < 0 ? found + by : found;
}
