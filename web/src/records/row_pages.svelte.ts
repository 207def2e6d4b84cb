// Lines of the list, asked for in pages when they come into view; only the last few pages are kept.
import type { Row } from "../engine/protocol.ts";
import type { OpenFile } from "../state/open_file.svelte.ts";
import { session } from "../state/session.svelte.ts";

const PAGE = 100;
const KEPT = 40;
/** Pages that are asked for at once: who scrolls fast gets what is in view now, not all that was. */
const AT_ONCE = 2;

export class RowPages {
    /** In the order in which they were needed last. */
    private pages = new Map<number, Row[]>();
    private asked = new Set<number>();
    private wanted: number[] = [];
    private generation = -1;
    /** Goes up when a page has come, so that what shows rows looks again. */
    come = $state(0);

    constructor(private file: OpenFile) {}

    /** The row at this place among those shown; nothing if it is still on its way. */
    at(place: number): Row | undefined {
        this.forgetStale();
        return this.pages.get(Math.floor(place / PAGE))?.[place % PAGE];
    }

    /** Asks for what is missing of these rows; what was wanted before and is not asked for yet is given up. */
    want(from: number, to: number): void {
        this.forgetStale();
        this.wanted = [];
        for (let page = Math.floor(from / PAGE); page * PAGE < to; page += 1) {
            const rows = this.pages.get(page);
            if (rows) {
                this.pages.delete(page);
                this.pages.set(page, rows);
            } else {
                this.wanted.push(page);
            }
        }
        this.askOn();
    }

    private forgetStale(): void {
        if (this.generation !== this.file.generation) {
            this.generation = this.file.generation;
            this.pages.clear();
            this.asked.clear();
        }
    }

    private askOn(): void {
        for (const page of this.wanted) {
            if (this.asked.size >= AT_ONCE) {
                return;
            }
            if (!this.asked.has(page) && !this.pages.has(page)) {
                this.asked.add(page);
                void this.fetch(page, this.generation);
            }
        }
    }

    private async fetch(page: number, generation: number): Promise<void> {
        const desk = await session.start();
        // A file that was closed meanwhile has no rows.
        const rows = await desk.call("rows", this.file.id, page * PAGE, (page + 1) * PAGE).catch(() => null);
        if (generation !== this.file.generation) {
            return;
        }
        this.asked.delete(page);
        if (rows) {
            this.pages.set(page, rows);
            for (const old of this.pages.keys()) {
                if (this.pages.size <= KEPT) {
                    break;
                }
                this.pages.delete(old);
            }
            this.come += 1;
        }
        this.askOn();
    }
}
