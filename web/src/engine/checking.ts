// Checks one file: the first lines here, the rest in pieces side by side, taken in in the order of the file.
//
// Invariant: what is found depends on the bytes alone, not on how many workers there are or how long the pieces.
import { type CheckOptions, type CheckedFile, FileCheck, type KnownFile, type TokenEstimate, TokenSample } from "../generated/tunesmith_web.js";
import { breath } from "./breath.ts";
import { stopIf } from "./cancelled.ts";
import { Columns } from "./columns.ts";
import type { CheckedPiece } from "./piece_jobs.ts";
import { type Pool, WorkerLost } from "./pool.ts";
import { readSlice } from "./reading.ts";

/** What is read at first, to see how the file is laid out. */
const HEAD = 64 << 10;
/** What is read at a time where the desk checks alone. */
const STEP = 4 << 20;
/** Bytes of a piece; counting tokens takes much longer, and work that is urgent should not have to wait. */
const PIECE = 16 << 20;
const PIECE_COUNTING = 4 << 20;

/** A sample for the number of tokens: so many parts, so long, where counting everything takes longer than a moment. */
const PARTS = 64;
const PART = 48 << 10;
const WORTH_A_SAMPLE = 24 << 20;

export interface Checking {
    blob: Blob;
    pool: Pool;
    options: CheckOptions;
    against: KnownFile | null;
    /** Told after each piece. */
    told: (done: number, records: number, tokens: () => TokenEstimate | undefined) => void;
    isCancelled: () => boolean;
}

/** Checks the file; fails with `Cancelled` if that is wanted meanwhile. */
export async function checkFile(checking: Checking): Promise<{ checked: CheckedFile; columns: Columns }> {
    let check = new FileCheck(JSON.stringify(checking.options));
    if (checking.against) {
        check = check.against([checking.against]);
    }
    const run = new Run(checking, check);
    try {
        await run.findLines();
        await run.sample();
        await run.takePieces();
        await run.pushTo(checking.blob.size);
        const checked = check.finish();
        run.columns.add(checked.takeLastRecords());
        return { checked, columns: run.columns };
    } catch (error) {
        check.free();
        throw error;
    } finally {
        run.end();
    }
}

class Run {
    readonly columns = new Columns();
    /** Bytes that are taken in. */
    private at = 0;
    private tokens: TokenSample | null = null;

    constructor(
        private checking: Checking,
        private check: FileCheck,
    ) {}

    private read = (start: number, end: number) => readSlice(this.checking.blob, start, end);

    /** Reads until the file is known to be one record a line; to its end if it is not. */
    async findLines(): Promise<void> {
        while (this.at < this.checking.blob.size && !this.check.betweenLines) {
            const bytes = this.read(this.at, Math.min(this.at + (this.at === 0 ? HEAD : STEP), this.checking.blob.size));
            // Cut between lines, else pieces could not begin here.
            const lines = bytes.subarray(0, bytes.lastIndexOf(10) + 1 || bytes.length);
            this.check.push(lines);
            await this.moveTo(this.at + lines.length);
        }
    }

    /** Counts the tokens of some lines, so that it can be said soon how many there will be. */
    async sample(): Promise<void> {
        const { blob, pool } = this.checking;
        const text = JSON.stringify(this.checking.options);
        if (!this.isCounting || !this.check.betweenLines || blob.size - this.at < WORTH_A_SAMPLE) {
            return;
        }
        const distance = (blob.size - this.at) / PARTS;
        const places = Array.from({ length: PARTS }, (_, part) => Math.floor(this.at + (part + 0.5) * distance));
        const jobs = places.map((from) => pool.run({ kind: "sample", blob, from, to: from + PART, options: text }));
        const parts = await Promise.allSettled(jobs);
        this.stopIfCancelled();
        this.tokens = new TokenSample();
        for (const part of parts) {
            if (part.status === "fulfilled") {
                const { offset, bytes, total, withinLimit } = part.value;
                this.tokens.add(offset, bytes, total, withinLimit);
            }
        }
        this.tell();
    }

    end(): void {
        this.tokens?.free();
    }

    private get isCounting(): boolean {
        return Boolean(this.checking.options.model ?? this.checking.options.encoding);
    }

    private tell(): void {
        const { blob, told } = this.checking;
        told(this.at, this.columns.count, () => this.tokens?.estimate(this.check, this.at, blob.size));
    }

    /** Has pieces checked and takes them in. What no piece covers, such as an overlong line, is pushed here. */
    async takePieces(): Promise<void> {
        const { blob, pool } = this.checking;
        const size = this.isCounting ? PIECE_COUNTING : PIECE;
        const text = JSON.stringify(this.checking.options);
        const running: Promise<CheckedPiece>[] = [];
        let next = this.at;
        try {
            while (next < blob.size || running.length > 0) {
                while (running.length < pool.places && next < blob.size) {
                    const piece = pool.run({ kind: "check", blob, from: next, to: Math.min(next + size, blob.size), options: text });
                    // It may fail when nobody waits for it any more.
                    piece.catch(() => undefined);
                    running.push(piece);
                    next += size;
                }
                const piece = await running.shift()!;
                if (piece.to > piece.from) {
                    await this.pushTo(piece.from);
                    this.check.takePiece(piece.found, this.read);
                    await this.moveTo(piece.to, false);
                }
                this.stopIfCancelled();
            }
        } catch (error) {
            // Without workers it takes longer, and that is all.
            if (!(error instanceof WorkerLost)) {
                throw error;
            }
        }
    }

    /** Checks here what lies before `end`. */
    async pushTo(end: number): Promise<void> {
        while (this.at < end) {
            const to = Math.min(this.at + STEP, end);
            this.check.push(this.read(this.at, to));
            await this.moveTo(to);
        }
    }

    private async moveTo(at: number, pausing = true): Promise<void> {
        this.at = at;
        this.columns.add(this.check.takeRecords());
        this.tell();
        if (pausing) {
            await breath();
            this.stopIfCancelled();
        }
    }

    private stopIfCancelled(): void {
        stopIf(this.checking.isCancelled);
    }
}
