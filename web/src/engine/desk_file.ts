// One open file in the desk worker: its bytes, what was found in it, where its records lie, which of them are shown.
import type { CheckOptions, CheckedFile, KnownFile } from "../generated/tunesmith_web.js";
import { checkFile } from "./checking.ts";
import { Columns } from "./columns.ts";
import { LOOKED_AT, kindOf } from "./kind.ts";
import type { Pool } from "./pool.ts";
import type { Bar, Checked, Opened, Progress, RecordAt, RecordFilter, Row } from "./protocol.ts";
import { readSlice } from "./reading.ts";
import { unpack } from "./unpacking.ts";

/** How much of a record is read for its line in the list. */
const HEAD = 2048;
/** Milliseconds between two notes on how far something is. */
const OFTEN = 50;

export type Told = (progress: Omit<Progress, "file">) => void;

export class DeskFile {
    columns = new Columns();
    checked: CheckedFile | null = null;
    shown: Uint32Array | null = null;
    private decoder = new TextDecoder();
    /** Goes up with each check and each cancel: work that was begun under another number stops. */
    private turn = 0;

    constructor(
        private blob: Blob,
        private pool: Pool,
    ) {}

    read(start: number, end: number): Uint8Array {
        return readSlice(this.blob, start, end);
    }

    /** Looks at the first bytes; unpacks the file if it is packed. */
    async open(told: Told): Promise<Opened> {
        const look = () => kindOf(this.read(0, Math.min(LOOKED_AT, this.blob.size)));
        const kind = look();
        if (kind !== "gzip") {
            return { bytes: this.blob.size, kind, packed: null };
        }
        const isCancelled = this.begin();
        const tell = this.notes("unpacking", this.blob.size, told);
        this.blob = await unpack(this.blob, (done) => tell(done, 0), isCancelled);
        return { bytes: this.blob.size, kind: look(), packed: "gzip" };
    }

    /** Checks the file anew; a check that is at work stops. */
    async check(options: CheckOptions, against: KnownFile | null, told: Told): Promise<Checked> {
        const isCancelled = this.begin();
        const began = performance.now();
        const { blob, pool } = this;
        const { checked, columns } = await checkFile({ blob, pool, options, against, told: this.notes("checking", blob.size, told), isCancelled });
        this.checked?.free();
        this.checked = checked;
        // What is shown stays: the same bytes give the same records.
        this.shown = columns.count === this.columns.count ? this.shown : null;
        this.columns = columns;
        return { summaries: checked.summaries(), milliseconds: performance.now() - began, counted: Boolean(options.model ?? options.encoding) };
    }

    cancel(): void {
        this.turn += 1;
    }

    close(): void {
        this.cancel();
        this.checked?.free();
        this.checked = null;
    }

    /** Begins work that a cancel or the next such work stops. */
    private begin(): () => boolean {
        const mine = ++this.turn;
        return () => this.turn !== mine;
    }

    /** Tells how far something is, not too often. */
    private notes(phase: Progress["phase"], total: number, told: Told): (done: number, records: number) => void {
        const began = performance.now();
        let last = Number.NEGATIVE_INFINITY;
        return (done, records) => {
            const now = performance.now();
            if (now - last >= OFTEN || done >= total) {
                last = now;
                told({ phase, done, total, records, milliseconds: now - began });
            }
        };
    }

    filter(filter: RecordFilter): number {
        const { count, tokens, sound } = this.columns;
        const kept: number[] = [];
        for (let index = 0; index < count; index += 1) {
            if (filter.tokens && (tokens[index]! < filter.tokens.from || tokens[index]! > filter.tokens.to)) {
                continue;
            }
            if (filter.sound && ((sound[index]! >>> filter.sound.profile) & 1) !== Number(filter.sound.is)) {
                continue;
            }
            kept.push(index);
        }
        this.shown = kept.length === count ? null : Uint32Array.from(kept);
        return kept.length;
    }

    rows(from: number, to: number): Row[] {
        const rows: Row[] = [];
        const count = this.shown?.length ?? this.columns.count;
        for (let place = Math.max(0, from); place < Math.min(to, count); place += 1) {
            rows.push(this.row(this.shown ? this.shown[place]! : place));
        }
        return rows;
    }

    recordAt(index: number): RecordAt | null {
        const { count, offset, length, line } = this.columns;
        if (index < 0 || index >= count) {
            return null;
        }
        const start = offset[index]!;
        return { index, line: line[index]!, offset: start, bytes: this.read(start, start + length[index]!) };
    }

    recordAtLine(line: number): RecordAt | null {
        const index = this.columns.atLine(line);
        return this.recordAt(this.columns.line[index] === line ? index : index - 1);
    }

    find(line: number): number {
        const index = this.columns.atLine(line);
        const place = this.shown ? this.shown.findIndex((shown) => shown >= index) : index;
        return place < (this.shown?.length ?? this.columns.count) ? place : -1;
    }

    histogram(bars: number): Bar[] {
        const { count, tokens } = this.columns;
        let most = 0;
        for (let index = 0; index < count; index += 1) {
            most = Math.max(most, tokens[index]!);
        }
        const width = Math.max(1, Math.ceil((most + 1) / bars));
        const found = Array.from({ length: Math.ceil((most + 1) / width) }, (_, bar) => ({ from: bar * width, to: bar * width + width - 1, count: 0, shown: 0 }));
        for (let index = 0; index < count; index += 1) {
            found[Math.floor(tokens[index]! / width)]!.count += 1;
        }
        return found;
    }

    private row(index: number): Row {
        const { offset, length, line, tokens, sound } = this.columns;
        const head = this.read(offset[index]!, offset[index]! + Math.min(length[index]!, HEAD));
        return {
            index,
            line: line[index]!,
            offset: offset[index]!,
            length: length[index]!,
            tokens: tokens[index]!,
            sound: sound[index]!,
            headline: this.decoder.decode(head).slice(0, 200),
            scores: {},
        };
    }
}
