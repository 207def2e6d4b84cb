// Scores the records of a file, batch by batch, and keeps the lines that `tunesmith score` writes of them.
import type { ScoreEntry } from "../engine/protocol.ts";
import { ScoredLine, type ScorerInput, scorerInput } from "../generated/tunesmith_web.js";
import type { OpenFile } from "../state/open_file.svelte.ts";
import { session } from "../state/session.svelte.ts";
import type { Outcome, PageScorer } from "./scorer.ts";

/** Records of one call, as in the command line. */
const BATCH = 64;
/** Failures that are listed. */
const MOST_FAILURES = 100;

export interface ScoreSummary {
    scored: number;
    mean: number;
    least: number;
    most: number;
    unreadable: number;
    failed: number;
    /** The first of them: line and reason. */
    failures: { line: number; why: string }[];
}

export interface Scored {
    summary: ScoreSummary;
    /** As `tunesmith score FILE --plugin PLUGIN` writes it. */
    lines: Blob;
}

/** Scores a file; `told` hears how many records are done, `stopped` says whether to end early. */
export async function scoreFile(file: OpenFile, scorer: PageScorer, told: (done: number) => void, stopped: () => boolean): Promise<Scored> {
    const desk = await session.start();
    const summary: ScoreSummary = { scored: 0, mean: 0, least: Infinity, most: -Infinity, unreadable: 0, failed: 0, failures: [] };
    const parts: Blob[] = [];
    let sum = 0;
    await desk.call("forgetScores", file.id, scorer.name);
    for (let from = 0; from < file.records && !stopped(); from += BATCH) {
        const records = await desk.call("records", file.id, from, from + BATCH);
        const read = records.map(({ bytes }) => readRecord(bytes));
        const readable = read.filter((input): input is ScorerInput => typeof input !== "string");
        const outcomes = await scorer.score(readable);
        const values = new Float64Array(records.length).fill(Number.NaN);
        const said: string[] = [];
        let text = "";
        let next = 0;
        records.forEach(({ line }, at) => {
            const input = read[at]!;
            const outcome: Outcome | undefined = typeof input === "string" ? undefined : outcomes[next++];
            text += `${lineOf(line, input, scorer.name, outcome)}\n`;
            said.push(words(outcome));
            if (outcome && "score" in outcome) {
                const { value } = outcome.score;
                values[at] = value;
                summary.scored += 1;
                sum += value;
                summary.least = Math.min(summary.least, value);
                summary.most = Math.max(summary.most, value);
                return;
            }
            summary[typeof input === "string" ? "unreadable" : "failed"] += 1;
            if (summary.failures.length < MOST_FAILURES) {
                summary.failures.push({ line, why: typeof input === "string" ? input : outcome ? outcome.failed : "" });
            }
        });
        await desk.call("scores", file.id, scorer.name, from, values, said);
        parts.push(new Blob([text]));
        told(Math.min(from + BATCH, file.records));
    }
    summary.mean = summary.scored > 0 ? sum / summary.scored : 0;
    return { summary, lines: new Blob(parts, { type: "application/x-ndjson" }) };
}

/** What the scorer is given, or why the record can not be read. */
function readRecord(bytes: Uint8Array): ScorerInput | string {
    try {
        return scorerInput(bytes);
    } catch (error) {
        return error instanceof Error ? error.message : String(error);
    }
}

function lineOf(line: number, input: ScorerInput | string, scorer: string, outcome: Outcome | undefined): string {
    if (typeof input === "string") {
        return ScoredLine.unreadable(line, input).text();
    }
    const scored = new ScoredLine(line, input.id);
    if (outcome && "score" in outcome) {
        const { value, marks, note, extra } = outcome.score;
        scored.scored(scorer, value, marks, note, extra);
    } else {
        scored.failed(scorer, outcome ? outcome.failed : "");
    }
    return scored.text();
}

/** Marks and note as the desk keeps them; empty where there is neither. */
function words(outcome: Outcome | undefined): string {
    const entry: Partial<ScoreEntry> = {};
    if (outcome && "score" in outcome) {
        const { marks, note } = outcome.score;
        if (marks.length > 0) entry.marks = marks;
        if (note) entry.note = note;
    } else if (outcome) {
        entry.note = `failed: ${outcome.failed}`;
    }
    return Object.keys(entry).length > 0 ? JSON.stringify(entry) : "";
}
