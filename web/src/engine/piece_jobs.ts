// What the desk asks its piece workers, and what they answer. A worker reads the file itself; only results travel.
import type { SearchQuery } from "./protocol.ts";

/** Where the work lies. */
interface Range {
    blob: Blob;
    from: number;
    to: number;
}

/** Checks the lines that begin in a range. `options` is a `CheckOptions` as JSON. */
export interface CheckJob extends Range {
    kind: "check";
    options: string;
}

/** Finds records that say something; places are counted from `from`. */
export interface SearchJob extends Range {
    kind: "search";
    query: SearchQuery;
    offsets: Uint32Array;
    lengths: Uint32Array;
}

/** Counts the tokens of the lines that begin in a range. */
export interface SampleJob extends Range {
    kind: "sample";
    options: string;
}

export type Job = CheckJob | SearchJob | SampleJob;

/** The lines that were checked, and what `FileCheck.takePiece` takes. */
export interface CheckedPiece {
    from: number;
    to: number;
    found: Uint8Array;
}

export interface Sampled {
    offset: number;
    bytes: number;
    total: number;
    withinLimit: number;
}

export interface Answers {
    check: CheckedPiece;
    sample: Sampled;
    /** Which of the records say it. */
    search: Uint32Array;
}

export type Answer<J extends Job> = Answers[J["kind"]];

/** The first and only message of the page to a piece worker: the compiled validator, and where its jobs come from. */
export interface PieceStart {
    module: WebAssembly.Module;
    port: MessagePort;
}

/** Through the port to a piece worker. */
export interface ToPiece {
    id: number;
    job: Job;
}

/** Through the port from a piece worker. */
export type FromPiece = { id: number; ok: Answers[keyof Answers] } | { id: number; failed: string };
