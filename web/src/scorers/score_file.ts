// Scores the records of a file, batch by batch, and keeps the lines that `tunesmith score` writes of them.
import type { ScoreEntry } from "../engine/protocol.ts";
import { ScoredLine, type ScorerInput, scorerInput } from "../generated/tunesmith_web.js";
import type { OpenFile } from "../state/open_file.svelte.ts";
import { session } from "../state/session.svelte.ts";
import type { Outcome, PageScorer } from "./scorer.ts";
import type { ScorerScore } from "./scorer.worker.ts";

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
            if (typeof input === "string") {
                text += `${ScoredLine.unreadable(line, input).text()}\n`;
                said.push("");
                summary.unreadable += 1;
                addFailure(summary, line, input);
                return;
            }
            const outcome = outcomes[next++]!;
            const scored = new ScoredLine(line, input.id);
            const why = addOutcome(scored, scorer.name, outcome);
            text += `${scored.text()}\n`;
            if (why === undefined && "score" in outcome) {
                values[at] = outcome.score.value;
                said.push(words(outcome.score));
                addScore(summary, outcome.score.value);
                return;
            }
            said.push(JSON.stringify({ note: `failed: ${why}` }));
            summary.failed += 1;
            addFailure(summary, line, why ?? "");
        });
        await desk.call("scores", file.id, scorer.name, from, values, said);
        parts.push(new Blob([text]));
        told(Math.min(from + BATCH, file.records));
    }
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

/** Writes what became of a record; returns why it has no score, in the words of the command line. */
function addOutcome(line: ScoredLine, scorer: string, outcome: Outcome): string | undefined {
    if ("score" in outcome) {
        const { value, marks, note, extra } = outcome.score;
        return line.scored(scorer, value, marks, note, extra);
    }
    if ("reported" in outcome) {
        return line.reported(scorer, outcome.reported);
    }
    if ("wrongCount" in outcome) {
        return line.wrongCount(scorer, outcome.wrongCount);
    }
    line.failed(scorer, outcome.failed);
    return outcome.failed;
}

function addScore(summary: ScoreSummary, value: number): void {
    summary.scored += 1;
    // Each is divided before it is subtracted: a sum or a difference of large values may be infinite.
    summary.mean += value / summary.scored - summary.mean / summary.scored;
    summary.least = Math.min(summary.least, value);
    summary.most = Math.max(summary.most, value);
}

function addFailure(summary: ScoreSummary, line: number, why: string): void {
    if (summary.failures.length < MOST_FAILURES) {
        summary.failures.push({ line, why });
    }
}

/** Marks and note as the desk keeps them; empty where there is neither. */
function words({ marks, note }: ScorerScore): string {
    const entry: Partial<ScoreEntry> = {};
    if (marks.length > 0) entry.marks = marks;
    if (note) entry.note = note;
    return Object.keys(entry).length > 0 ? JSON.stringify(entry) : "";
}
