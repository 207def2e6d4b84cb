// What scorers said of the records of a file: a number for each record, and words only where there are any.
import type { ScoreEntry } from "./protocol.ts";

/** Words of scorers; many records get the same ones, so each text is kept once. */
class Words {
    private texts = [""];
    private known = new Map<string, number>([["", 0]]);

    /** The number of a text. */
    put(text: string): number {
        let id = this.known.get(text);
        if (id === undefined) {
            id = this.texts.length;
            this.texts.push(text);
            this.known.set(text, id);
        }
        return id;
    }

    get(id: number): string {
        return this.texts[id] ?? "";
    }
}

/** One scorer's scores. NaN: not scored, or it could not be. */
export class ScoreColumn {
    readonly values: Float64Array;
    /** 1 where it was tried. */
    private tried: Uint8Array;
    private said: Uint32Array;
    private words = new Words();

    constructor(records: number) {
        this.values = new Float64Array(records).fill(Number.NaN);
        this.tried = new Uint8Array(records);
        this.said = new Uint32Array(records);
    }

    /** Takes in what it said of the records from `from` on; `said` is the JSON of `{marks, note}`, empty where it said nothing more. */
    put(from: number, values: Float64Array, said: string[]): void {
        const count = Math.min(values.length, this.values.length - from);
        this.values.set(values.subarray(0, count), from);
        this.tried.fill(1, from, from + count);
        for (let at = 0; at < count; at += 1) {
            this.said[from + at] = this.words.put(said[at] ?? "");
        }
    }

    entry(index: number): ScoreEntry | null {
        if (!this.tried[index]) {
            return null;
        }
        const said = this.words.get(this.said[index]!);
        const { marks = [], note = null } = said ? (JSON.parse(said) as Partial<ScoreEntry>) : {};
        const value = this.values[index]!;
        return { value: Number.isNaN(value) ? null : value, marks, note };
    }
}
