// What the page asks its desk worker, and what comes back: plain data, by structured clone.
//
// The desk keeps files, what was found in them and where their records lie. The page asks for the few records it shows; it never holds a list
// of all of them.
import type { CheckOptions, Finding, ProfileSummary, SpokenRole, TokenEstimate } from "../generated/tunesmith_web.js";

/** A number the page gives a file when it is opened. */
export type FileId = number;

/** What a file turned out to be when it was opened. */
export interface Opened {
    /** Bytes, unpacked. */
    bytes: number;
    /** What it was packed with. */
    packed: "gzip" | "zstd" | null;
    /** Its first (unpacked) bytes: they tell a packed archive or picture from a dataset. */
    head: Uint8Array;
}

/** How far something is. */
export interface Progress {
    file: FileId;
    phase: "unpacking" | "checking" | "searching" | "writing";
    /** Bytes that are taken in, and all of them. */
    done: number;
    total: number;
    records: number;
    /** Since it began. */
    milliseconds: number;
    /** While tokens are counted: what they will be, first by a sample, at the end exactly. */
    tokens?: TokenEstimate;
}

/** What was found in a file, in numbers; findings are asked for by `findings`. */
export interface Checked {
    /** One for each profile that was asked for. */
    summaries: ProfileSummary[];
    /** Milliseconds it took. */
    milliseconds: number;
    /** Whether tokens were counted in this pass. */
    counted: boolean;
}

/** Which records are shown. All that is given must hold. */
export interface RecordFilter {
    /** Only records that one of these rules speaks of: all of them, also where findings were counted but not kept. */
    rules?: string[];
    /** At the profile of this index; 0 if it is not given. */
    profile?: number;
    /** Only records with an error at the profile of this index, or only those without. */
    sound?: { profile: number; is: boolean };
    /** Only records with so many tokens. */
    tokens?: { from: number; to: number };
    /** Only records that a scorer gave such a score; records without a score are left out. */
    scores?: { scorer: string; from: number; to: number }[];
    /** Only records that say this. */
    search?: SearchQuery;
    /** Only records that were edited or removed by hand. */
    edited?: boolean;
}

/** As `Search` takes it. */
export interface SearchQuery {
    text: string;
    /** Empty: anybody, and records that are not understood. */
    roles: SpokenRole[];
    matchCase: boolean;
}

/** One line of the list of records. */
export interface Row {
    /** Its place among all records, from 0. */
    index: number;
    /** From 1. */
    line: number;
    offset: number;
    length: number;
    /** 0 where they were not counted. */
    tokens: number;
    /** Profiles that found no error in it: a bit for each. */
    sound: number;
    /** The beginning of what it says. */
    headline: string;
    /** By scorer; null where it could not be scored. */
    scores: Record<string, number | null>;
}

/** Both borders belong to it. The first and the last one may be wider than the others, where few numbers are far off. */
export interface Bar {
    from: number;
    to: number;
    count: number;
    /** Those of them that pass the filter. */
    shown: number;
}

/** A record and where it lies. */
export interface RecordAt {
    /** Its place among all records, from 0. */
    index: number;
    /** From 1. */
    line: number;
    offset: number;
    bytes: Uint8Array;
}

/** A file that was written anew. */
export interface Exported {
    clean: Blob;
    /** Records that were taken out, one a line. */
    rejected: Blob;
    patch: Blob;
    /** Places that differ. */
    changes: number;
    rejectedRecords: number;
    /** What the profile in view finds in the new file. */
    checked: Checked;
}

export type ReportKind = "json" | "jsonl" | "sarif" | "markdown" | "shareable";

/** What one scorer said of one record. */
export interface ScoreEntry {
    /** Null where it could not be scored. */
    value: number | null;
    marks: string[];
    note: string | null;
}

/** What the page can ask; each is a method of `Desk`. */
export interface DeskCalls {
    /** Gives the worker the compiled validator; the first call. */
    start(module: WebAssembly.Module, workers: number): void;
    /** Takes a file in; unpacks it if it is packed with gzip or Zstandard. Fails with `cancelled` if that is wanted meanwhile. */
    open(file: FileId, blob: Blob): Opened;
    close(file: FileId): void;
    /** Checks it; `against` is a file that was checked before, whose records this one may not have. */
    check(file: FileId, options: CheckOptions, against: FileId | null): Checked;
    /** Stops unpacking, a check, an export; their calls fail with `cancelled`. */
    cancel(file: FileId): void;
    findings(file: FileId, profile: number): Finding[];
    /** A report on these files, in this order, as the command line writes it; of all profiles if none is given. */
    report(files: FileId[], profile: number | null, kind: ReportKind): string;
    /** Chooses the records that are shown; gives how many they are. If another filter comes before it is done, both give the answer to the last. */
    filter(file: FileId, filter: RecordFilter): number;
    /** Says which records were edited or removed, by their offsets. */
    edited(file: FileId, offsets: Float64Array): void;
    /** Takes in what a scorer said of the records from `from` on: NaN where one could not be scored; `said` is the JSON of `{marks, note}` for each,
     * empty where there is neither. */
    scores(file: FileId, scorer: string, from: number, values: Float64Array, said: string[]): void;
    /** What each scorer said of a record; null where it was not asked yet. */
    scoresOf(file: FileId, index: number): Record<string, ScoreEntry | null>;
    /** Forgets what a scorer said. */
    forgetScores(file: FileId, scorer: string): void;
    /** Lines of the list, by their place among those shown. */
    rows(file: FileId, from: number, to: number): Row[];
    /** The place among those shown of the record that begins in this line, or the nearest after it; -1 if there is none. */
    find(file: FileId, line: number): number;
    /** A record, by its place among all records; null if there is none. */
    recordAt(file: FileId, index: number): RecordAt | null;
    /** The record that begins in this line, or holds it; null if there is none. */
    recordAtLine(file: FileId, line: number): RecordAt | null;
    /** Records, by their places among all records. */
    records(file: FileId, from: number, to: number): RecordAt[];
    /** Writes the file anew with fixes and edits. `options` are `FixOptions` as JSON, `path` is the original's name in the patch. */
    export(file: FileId, options: string, path: string): Exported;
    histogram(file: FileId, column: "tokens" | `score:${string}`, bars: number): Bar[];
}

export type CallName = keyof DeskCalls;

/** From the page to the worker. */
export interface Call {
    id: number;
    name: CallName;
    args: unknown[];
}

/** From the worker to the page. */
export type Reply =
    | { id: number; ok: unknown }
    | { id: number; failed: string }
    | { progress: Progress }
    | WorkerRequest;

/** The desk wants a piece worker, which it talks to through the port; or wants it no more. */
export type WorkerRequest = { start: number; port: MessagePort } | { end: number };

/** To the desk, unasked: a piece worker has ended by itself, or could not be started. */
export interface LostWorker {
    lost: number;
    why: string;
}
