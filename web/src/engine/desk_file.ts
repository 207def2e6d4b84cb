// One open file in the desk worker: its bytes, what was found in it, where its records lie, which of them are shown.
import { CheckedFile, FileCheck, type CheckOptions, type KnownFile } from "../generated/tunesmith_web.js";
import { Columns } from "./columns.ts";
import type { Bar, Checked, Progress, RecordAt, RecordFilter, Row } from "./protocol.ts";

/** How much is read at a time. */
const PIECE = 4 << 20;
/** How much of a record is read for its line in the list. */
const HEAD = 2048;

/** Lets calls that have come in meanwhile be answered. */
const breath = new MessageChannel();
export function pause(): Promise<void> {
    return new Promise((done) => {
        breath.port1.onmessage = () => done();
        breath.port2.postMessage(null);
    });
}

export class DeskFile {
    columns = new Columns();
    checked: CheckedFile | null = null;
    shown: Uint32Array | null = null;
    cancelled = false;
    private reader = new FileReaderSync();
    private decoder = new TextDecoder();

    constructor(private blob: Blob) {}

    read(start: number, end: number): Uint8Array {
        return new Uint8Array(this.reader.readAsArrayBuffer(this.blob.slice(start, end)));
    }

    /** Checks the file anew. */
    async check(options: CheckOptions, against: KnownFile | null, told: (progress: Omit<Progress, "file">) => void): Promise<Checked> {
        const began = performance.now();
        let check = new FileCheck(JSON.stringify(options));
        if (against) {
            check = check.against([against]);
        }
        const columns = new Columns();
        this.cancelled = false;
        for (let at = 0; at < this.blob.size; at += PIECE) {
            check.push(this.read(at, Math.min(at + PIECE, this.blob.size)));
            columns.add(check.takeRecords());
            told({ done: Math.min(at + PIECE, this.blob.size), total: this.blob.size, records: columns.count, milliseconds: performance.now() - began });
            await pause();
            if (this.cancelled) {
                check.free();
                throw new Error("cancelled");
            }
        }
        this.checked?.free();
        this.checked = check.finish();
        this.columns = columns;
        this.shown = null;
        return { summaries: this.checked.summaries(), milliseconds: performance.now() - began, counted: Boolean(options.model ?? options.encoding) };
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
