// One open file in the desk worker: its bytes, what was found in it, where its records lie, which of them are shown.
import type { CheckOptions, CheckedFile, KnownFile, TokenEstimate } from "../generated/tunesmith_web.js";
import { checkFile } from "./checking.ts";
import { Columns, atOrAfter } from "./columns.ts";
import { exportFile } from "./exporting.ts";
import { filterRecords } from "./filtering.ts";
import { histogram } from "./histogram.ts";
import type { Pool } from "./pool.ts";
import type { Bar, Checked, Exported, Opened, Progress, RecordAt, RecordFilter, Row, ScoreEntry } from "./protocol.ts";
import { readSlice } from "./reading.ts";
import { rowsOf } from "./rows.ts";
import { ScoreColumn } from "./scores.ts";
import { searchRecords } from "./searching.ts";
import { unpack } from "./unpacking.ts";

/** How much the page is given to tell what a file is. */
const LOOKED_AT = 4096;
/** Milliseconds between two notes on how far something is. */
const OFTEN = 50;

export type Told = (progress: Omit<Progress, "file">) => void;

export class DeskFile {
    columns = new Columns();
    checked: CheckedFile | null = null;
    shown: Uint32Array | null = null;
    /** What each scorer said. */
    scores = new Map<string, ScoreColumn>();
    /** Records that were edited or removed, by their place among all. */
    edited: Uint32Array = new Uint32Array(0);
    private filterTurn = 0;
    private lastFilter: Promise<number> = Promise.resolve(0);
    /** Go up with each such work and each cancel: work that was begun under another number stops. */
    private turns = { unpacking: 0, checking: 0, writing: 0 };

    constructor(
        private blob: Blob,
        private pool: Pool,
        private told: Told,
    ) {}

    private read = (start: number, end: number): Uint8Array => readSlice(this.blob, start, end);

    /** Unpacks the file if it is packed. */
    async open(): Promise<Opened> {
        const isCancelled = this.begin("unpacking");
        const { blob, packed } = await unpack(this.blob, this.notes("unpacking", this.blob.size), isCancelled);
        this.blob = blob;
        return { bytes: blob.size, packed, head: this.read(0, Math.min(LOOKED_AT, blob.size)) };
    }

    /** Checks the file anew; a check that is at work stops. */
    async check(options: CheckOptions, against: KnownFile | null): Promise<Checked> {
        const isCancelled = this.begin("checking");
        const began = performance.now();
        const { blob, pool } = this;
        const { checked, columns } = await checkFile({ blob, pool, options, against, told: this.notes("checking", blob.size), isCancelled });
        this.checked?.free();
        this.checked = checked;
        // What is shown stays: the same bytes give the same records.
        this.shown = columns.count === this.columns.count ? this.shown : null;
        this.columns = columns;
        return { summaries: checked.summaries(), milliseconds: performance.now() - began, counted: Boolean(options.model ?? options.encoding) };
    }

    /** Writes the file anew; see `DeskCalls`. */
    export(options: string, path: string): Promise<Exported> {
        const isCancelled = this.begin("writing");
        return exportFile({ blob: this.blob, options, path, told: this.notes("writing", this.blob.size), isCancelled });
    }

    cancel(): void {
        for (const work of Object.keys(this.turns) as (keyof typeof this.turns)[]) {
            this.turns[work] += 1;
        }
    }

    close(): void {
        this.cancel();
        this.checked?.free();
        this.checked = null;
    }

    /** Begins work that a cancel or the next such work stops. */
    private begin(work: keyof typeof this.turns): () => boolean {
        const mine = ++this.turns[work];
        return () => this.turns[work] !== mine;
    }

    /** Tells how far something is, not too often. */
    private notes(phase: Progress["phase"], total: number) {
        const began = performance.now();
        let last = Number.NEGATIVE_INFINITY;
        return (done: number, records = 0, tokens?: () => TokenEstimate | undefined) => {
            const now = performance.now();
            if (now - last >= OFTEN || done >= total) {
                last = now;
                const estimate = tokens?.();
                this.told({ phase, done, total, records, milliseconds: now - began, ...(estimate && { tokens: estimate }) });
            }
        };
    }

    /** Chooses what is shown; gives how many records that is. Who was overtaken by a later filter waits for its answer. */
    filter(filter: RecordFilter): Promise<number> {
        const turn = ++this.filterTurn;
        const mine = this.keep(filter, () => this.filterTurn !== turn);
        this.lastFilter = mine;
        return mine;
    }

    private async keep(filter: RecordFilter, isOvertaken: () => boolean): Promise<number> {
        const { columns, checked, scores, edited } = this;
        const search = (among: Uint32Array) => searchRecords({ among, query: filter.search!, columns, blob: this.blob, pool: this.pool, isOvertaken, notes: (total) => this.notes("searching", total) });
        const kept = await filterRecords(filter, { columns, checked, scores, edited, search, isOvertaken });
        if (kept === undefined) {
            return this.lastFilter;
        }
        this.shown = kept;
        return kept?.length ?? columns.count;
    }

    putScores(scorer: string, from: number, values: Float64Array, said: string[]): void {
        let column = this.scores.get(scorer);
        if (!column) {
            column = new ScoreColumn(this.columns.count);
            this.scores.set(scorer, column);
        }
        column.put(from, values, said);
    }

    scoresOf(index: number): Record<string, ScoreEntry | null> {
        return Object.fromEntries(Array.from(this.scores, ([scorer, column]) => [scorer, column.entry(index)]));
    }

    rows(from: number, to: number): Row[] {
        const places: number[] = [];
        const count = this.shown?.length ?? this.columns.count;
        for (let place = Math.max(0, from); place < Math.min(to, count); place += 1) {
            places.push(this.shown ? this.shown[place]! : place);
        }
        return rowsOf(places, this.columns, this.scores, this.read);
    }

    recordAt(index: number): RecordAt | null {
        const { count, offset, length, line } = this.columns;
        if (index < 0 || index >= count) {
            return null;
        }
        const start = offset[index]!;
        return { index, line: line[index]!, offset: start, bytes: this.read(start, start + length[index]!) };
    }

    records(from: number, to: number): RecordAt[] {
        const places = Array.from({ length: Math.max(0, Math.min(to, this.columns.count) - from) }, (_, at) => from + at);
        return places.flatMap((index) => this.recordAt(index) ?? []);
    }

    recordAtLine(line: number): RecordAt | null {
        const index = this.columns.atLine(line);
        return this.recordAt(this.columns.line[index] === line ? index : index - 1);
    }

    find(line: number): number {
        const index = this.columns.atLine(line);
        const place = this.shown ? atOrAfter(this.shown, this.shown.length, index) : index;
        return place < (this.shown?.length ?? this.columns.count) ? place : -1;
    }

    histogram(column: "tokens" | `score:${string}`, bars: number): Bar[] {
        const { count, tokens } = this.columns;
        if (column === "tokens") {
            return histogram((index) => tokens[index]!, count, this.shown, bars, true);
        }
        const values = this.scores.get(column.slice("score:".length))?.values;
        return values ? histogram((index) => values[index]!, count, this.shown, bars, false) : [];
    }
}
