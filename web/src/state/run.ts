// The report of a run that was put into this page, if it is one: its shape, and its files as datasets.
import type { OpenFile } from "./open_file.svelte.ts";
import { session } from "./session.svelte.ts";

export type RowStatus = "kept" | "excluded" | "failed";

export interface RunPlugin {
    name: string;
    version: string;
}

export interface RunReason {
    status: "excluded" | "failed";
    stage: string;
    kind: string;
    name: string | null;
    plugin: RunPlugin | null;
    /** The condition of a filter. */
    keep: string | null;
    count: number;
    texts: { reason: string; count: number; example: string }[];
    texts_left_out: number;
}

export interface RunScores {
    count: number;
    mean: number;
    min: number;
    max: number;
    histogram: { from: number; to: number; count: number; kept: number }[];
    marks: Record<string, number>;
}

export interface RunRow {
    row: string;
    status: RowStatus;
    stage: string | null;
    reason: string | null;
    scores: Record<string, { value: number | null; marks: string[]; note: string | null }>;
    file: string;
    line: number;
}

export interface RunFile {
    name: string;
    bytes: number;
    records: number;
    /** base64 of gzip; null where the files are too large to be in the page. */
    gzip: string | null;
}

export interface RunManifest {
    tunesmith: string;
    recipe_sha256: string;
    rng_seed: number;
    profile: string;
    models: Record<string, string>;
    plugins: { stage: string; name: string; version: string; sha256: string }[];
    rows: { asked: number; kept: number; excluded: number; failed: number };
    files: Record<string, { records: number; bytes: number; sha256: string }>;
    usage: { replies: number; prompt_tokens: number; completion_tokens: number };
    cost_usd: number;
}

/** Version 1 of what `tunesmith run` writes. */
export interface RunReport {
    version: number;
    name: string;
    manifest: RunManifest;
    generators: { name: string; plugin: RunPlugin | null; asked: number; kept: number; excluded: number; failed: number }[];
    reasons: RunReason[];
    scores: Record<string, RunScores>;
    findings: string[];
    rows: RunRow[];
    rows_left_out: number;
    files: RunFile[];
}

const text = (document.getElementById("tunesmith-results")?.textContent ?? "").trim();

/** Whether this page is the report of a run. */
export const hasRun = text !== "";

/** The report; null if there is none. */
export const run: RunReport | null = read();

function read(): RunReport | null {
    if (!hasRun) {
        return null;
    }
    try {
        const report = JSON.parse(text) as RunReport;
        return report.version === 1 && typeof report.manifest?.rows?.asked === "number" ? report : null;
    } catch {
        return null;
    }
}

const opened = new Map<string, Promise<OpenFile>>();

/** Opens a file of the run as a dataset, once; opens it anew if it was closed meanwhile. */
export async function openRunFile(name: string, visit: boolean): Promise<OpenFile | null> {
    const file = run?.files.find((file) => file.name === name);
    if (!file || file.gzip === null) {
        return null;
    }
    const before = await opened.get(name);
    if (before && session.files.includes(before)) {
        if (visit) {
            session.visit(before);
        }
        return before;
    }
    const opening = unpacked(file.gzip).then(async (blob) => {
        const training = name === "validation.jsonl" ? await opened.get("train.jsonl") : null;
        return session.take(blob, name, training?.id ?? null, visit);
    });
    opened.set(name, opening);
    return opening;
}

async function unpacked(base64: string): Promise<Blob> {
    const packed = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).blob();
}

/** Brings the report into view and opens the datasets of the run behind it. */
export async function beginRun(): Promise<void> {
    if (!run) {
        return;
    }
    session.atRun = true;
    await session.start();
    const profile = run.manifest.profile;
    if (session.catalogue?.profiles.some(({ name }) => name === profile)) {
        session.profiles = [profile];
    }
    for (const name of ["train.jsonl", "validation.jsonl"]) {
        if (run.files.some((file) => file.name === name && file.records > 0)) {
            await openRunFile(name, false);
        }
    }
}

/** Opens the record of a row. */
export async function showRow(row: RunRow): Promise<void> {
    const file = await openRunFile(row.file, true);
    await file?.running;
    if (file) {
        await session.showLine(file, row.line);
    }
}
