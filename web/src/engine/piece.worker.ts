// A piece worker: does one job after the other on slices of a file, and knows nothing of the rest of it.
import { PieceCheck, Search, initSync } from "../generated/tunesmith_web.js";
import { type Source, linesIn } from "./line_range.ts";
import type { Answers, CheckJob, CheckedPiece, FromPiece, PieceStart, Job, SampleJob, Sampled, SearchJob, ToPiece } from "./piece_jobs.ts";
import { readLong, readSlice } from "./reading.ts";

/** Making one takes time, so it is kept while the options stay the same. */
let checker: { options: string; check: PieceCheck } | null = null;

function checkerFor(options: string): PieceCheck {
    if (checker?.options !== options) {
        checker?.check.free();
        checker = null;
        checker = { options, check: new PieceCheck(options) };
    }
    return checker.check;
}

function source(blob: Blob): Source {
    return {
        size: blob.size,
        peek: (start, end) => readSlice(blob, start, end),
        read: (start, end) => readLong(blob, start, end),
    };
}

async function check({ blob, from, to, options }: CheckJob): Promise<CheckedPiece> {
    const lines = await linesIn(source(blob), from, to);
    const found = lines.from < lines.to ? checkerFor(options).check(lines.bytes) : new Uint8Array(0);
    return { from: lines.from, to: lines.to, found };
}

/** A line that is too long to be read here is left out; the estimate is a little too low or too high then. */
async function sample({ blob, from, to, options }: SampleJob): Promise<Sampled> {
    const lines = await linesIn(source(blob), from, to);
    const [total = 0, withinLimit = 0] = lines.from < lines.to ? checkerFor(options).tokens(lines.bytes) : [];
    return { offset: from, bytes: lines.to - lines.from, total, withinLimit };
}

async function search({ blob, from, to, query, offsets, lengths }: SearchJob): Promise<Uint32Array> {
    const bytes = await readLong(blob, from, to);
    const search = new Search(JSON.stringify(query));
    try {
        return search.run(bytes, offsets, lengths);
    } finally {
        search.free();
    }
}

function answer(job: Job): Promise<Answers[keyof Answers]> {
    switch (job.kind) {
        case "check":
            return check(job);
        case "sample":
            return sample(job);
        case "search":
            return search(job);
    }
}

/** The job before, which is done first: all jobs read into the same memory. */
let before = Promise.resolve();

onmessage = ({ data: { module, port } }: MessageEvent<PieceStart>) => {
    initSync({ module });
    port.onmessage = ({ data: { id, job } }: MessageEvent<ToPiece>) => {
        before = before.then(() => work(port, id, job));
    };
};

async function work(port: MessagePort, id: number, job: Job): Promise<void> {
    let reply: FromPiece;
    const moved: Transferable[] = [];
    try {
        const ok = await answer(job);
        if ("found" in ok) {
            moved.push(ok.found.buffer as ArrayBuffer);
        }
        reply = { id, ok };
    } catch (error) {
        if (error instanceof WebAssembly.RuntimeError) {
            // The validator is in no known state any more; the desk does without this worker. Thrown here it would be lost in a promise.
            setTimeout(() => {
                throw error;
            });
            return;
        }
        reply = { id, failed: error instanceof Error ? error.message : String(error) };
    }
    port.postMessage(reply, { transfer: moved });
}
