// Lines of the list, asked for in pages when they come into view; only the last few pages are kept.
import type { Row } from "../engine/protocol.ts";
import type { OpenFile } from "../state/open_file.svelte.ts";
import { session } from "../state/session.svelte.ts";

const PAGE = 100;
const KEPT = 40;

export class RowPages {
    private pages = new Map<number, Row[] | null>();
    /** Goes up when a page has come, so that what shows rows looks again. */
    come = $state(0);
    private generation = -1;

    constructor(private file: OpenFile) {}

    /** The row at this place among those shown; nothing if it is still on its way. */
    at(place: number): Row | undefined {
        this.forgetStale();
        return this.pages.get(Math.floor(place / PAGE))?.[place % PAGE];
    }

    /** Asks for what is missing of these rows. */
    want(from: number, to: number): void {
        this.forgetStale();
        for (let page = Math.floor(from / PAGE); page * PAGE < to; page += 1) {
            if (!this.pages.has(page)) {
                this.pages.set(page, null);
                void this.fetch(page, this.generation);
            }
        }
    }

    private forgetStale(): void {
        if (this.generation !== this.file.generation) {
            this.generation = this.file.generation;
            this.pages.clear();
        }
    }

    private async fetch(page: number, generation: number): Promise<void> {
        const desk = await session.start();
        const rows = await desk.call("rows", this.file.id, page * PAGE, (page + 1) * PAGE).catch(() => []);
        if (generation !== this.file.generation) {
            return;
        }
        this.pages.delete(page);
        this.pages.set(page, rows);
        for (const old of this.pages.keys()) {
            if (this.pages.size <= KEPT) {
                break;
            }
            this.pages.delete(old);
        }
        this.come += 1;
    }
}
