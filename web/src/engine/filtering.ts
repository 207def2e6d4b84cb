// Finds the records that pass a filter, in steps, so that the desk answers other calls meanwhile.
import type { CheckedFile } from "../generated/tunesmith_web.js";
import { breath } from "./breath.ts";
import type { Columns } from "./columns.ts";
import type { RecordFilter } from "./protocol.ts";
import type { ScoreColumn } from "./scores.ts";

/** Records looked at between two breaths. */
const STEP = 100_000;

export interface Filtering {
    columns: Columns;
    checked: CheckedFile | null;
    scores: Map<string, ScoreColumn>;
    /** Places among all records that the page says were edited. */
    edited: Uint32Array;
    /** Of the records given, those that say something. */
    search: (among: Uint32Array) => Promise<Uint32Array>;
    isOvertaken: () => boolean;
}

/** Whether a record passes, by its place among all. */
type Test = (index: number) => boolean;

/** The records that pass, in order; null if all do. Nothing (undefined) if a later filter overtook this one. */
export async function filterRecords(filter: RecordFilter, filtering: Filtering): Promise<Uint32Array | null | undefined> {
    const { count } = filtering.columns;
    const tests = testsOf(filter, filtering);
    let kept: Uint32Array = new Uint32Array(tests.length > 0 || filter.search ? count : 0);
    let passed = 0;
    for (let from = 0; from < count; from += STEP) {
        const to = Math.min(from + STEP, count);
        if (kept.length > 0) {
            for (let index = from; index < to; index += 1) {
                if (tests.every((test) => test(index))) {
                    kept[passed++] = index;
                }
            }
        }
        if (to < count && kept.length > 0) {
            await breath();
            if (filtering.isOvertaken()) {
                return undefined;
            }
        }
    }
    if (kept.length === 0) {
        return null;
    }
    kept = kept.slice(0, passed);
    if (filter.search?.text) {
        kept = await filtering.search(kept);
        if (filtering.isOvertaken()) {
            return undefined;
        }
    }
    return kept.length === count ? null : kept;
}

/** The cheap tests first. */
function testsOf(filter: RecordFilter, { columns, checked, scores, edited }: Filtering): Test[] {
    const tests: Test[] = [];
    const { tokens, sound, rules } = filter;
    if (tokens) {
        tests.push((index) => columns.tokens[index]! >= tokens.from && columns.tokens[index]! <= tokens.to);
    }
    if (sound) {
        tests.push((index) => ((columns.sound[index]! >>> sound.profile) & 1) === Number(sound.is));
    }
    for (const { scorer, from, to } of filter.scores ?? []) {
        const values = scores.get(scorer)?.values;
        // NaN is neither more nor less: records without a score are left out.
        tests.push((index) => values !== undefined && values[index]! >= from && values[index]! <= to);
    }
    if (filter.edited) {
        tests.push(among(edited, columns.count));
    }
    if (rules && rules.length > 0) {
        const found = checked?.recordsWith(filter.profile ?? 0, JSON.stringify(rules)) ?? new Uint32Array(0);
        tests.push(among(found, columns.count));
    }
    return tests;
}

function among(places: Uint32Array, count: number): Test {
    const is = new Uint8Array(count);
    for (const place of places) {
        is[place] = 1;
    }
    return (index) => is[index] === 1;
}
