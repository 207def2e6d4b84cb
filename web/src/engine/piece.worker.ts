// A piece worker: does one job after the other on slices of a file, and knows nothing of the rest of it.
import { PieceCheck, Search, initSync } from "../generated/tunesmith_web.js";
import { linesIn } from "./line_range.ts";
import type { Answers, CheckJob, CheckedPiece, FromPiece, Job, SampleJob, Sampled, SearchJob, ToPiece } from "./piece_jobs.ts";
import { readSlice } from "./reading.ts";

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

function check({ blob, from, to, options }: CheckJob): CheckedPiece {
    const lines = linesIn((start, end) => readSlice(blob, start, end), blob.size, from, to);
    const found = lines.from < lines.to ? checkerFor(options).check(lines.bytes) : new Uint8Array(0);
    return { from: lines.from, to: lines.to, found };
}

/** A line that is too long to be read here is left out; the estimate is a little too low or too high then. */
function sample({ blob, from, to, options }: SampleJob): Sampled {
    const lines = linesIn((start, end) => readSlice(blob, start, end), blob.size, from, to);
    const [total = 0, withinLimit = 0] = lines.from < lines.to ? checkerFor(options).tokens(lines.bytes) : [];
    return { offset: from, bytes: lines.to - lines.from, total, withinLimit };
}

function search({ blob, from, to, query, offsets, lengths }: SearchJob): Uint32Array {
    const search = new Search(JSON.stringify(query));
    try {
        return search.run(readSlice(blob, from, to), offsets, lengths);
    } finally {
        search.free();
    }
}

function answer(job: Job): Answers[keyof Answers] {
    switch (job.kind) {
        case "check":
            return check(job);
        case "sample":
            return sample(job);
        case "search":
            return search(job);
    }
}

onmessage = ({ data }: MessageEvent<ToPiece>) => {
    if ("module" in data) {
        initSync({ module: data.module });
        return;
    }
    let reply: FromPiece;
    const moved: Transferable[] = [];
    try {
        const ok = answer(data.job);
        if ("found" in ok) {
            moved.push(ok.found.buffer as ArrayBuffer);
        }
        reply = { id: data.id, ok };
    } catch (error) {
        if (error instanceof WebAssembly.RuntimeError) {
            // The validator is in no known state any more; the desk does without this worker.
            throw error;
        }
        reply = { id: data.id, failed: error instanceof Error ? error.message : String(error) };
    }
    postMessage(reply, { transfer: moved });
};
