// What the user changes of a file: texts of records, records taken out, rules whose fixes are carried out. The file itself is never touched.
//
// Invariant: every change is one step of the history, so it can be undone and done again.
import type { Offer } from "../fixes/offers.ts";
import { type Saved, forget, load, save } from "./saved_edits.ts";

/** The new text of a record; null takes it out. By the record's offset, which names it. */
export type Texts = ReadonlyMap<number, string | null>;

/** One state of all changes. */
export interface Changes {
    texts: Texts;
    /** Rules whose safe fixes are carried out on every record. */
    safeFixes: ReadonlySet<string>;
    /** Rules whose fixes are all carried out, the unsafe ones too. */
    fixes: ReadonlySet<string>;
    removeUnreadable: boolean;
    removeDuplicates: boolean;
}

interface Step {
    /** What was done, for the undo button. */
    what: string;
    changes: Changes;
}

const NOTHING: Changes = { texts: new Map(), safeFixes: new Set(), fixes: new Set(), removeUnreadable: false, removeDuplicates: false };

type Choice = Pick<Offer, "rule" | "safety">;

function listOf(safety: Choice["safety"]): "safeFixes" | "fixes" {
    return safety === "safe" ? "safeFixes" : "fixes";
}

/** How many steps can be undone. */
const MOST_STEPS = 500;

export class Edits {
    private steps = $state.raw<Step[]>([{ what: "", changes: NOTHING }]);
    private at = $state(0);
    /** Whether the browser has kept the changes as they are now. */
    kept = $state(true);
    /** How many changes came back from an earlier visit; null if none. */
    restored = $state<number | null>(null);

    constructor(
        /** Names the file for the next visit. */
        private key: string,
    ) {}

    get now(): Changes {
        return this.steps[this.at]?.changes ?? NOTHING;
    }

    get isEmpty(): boolean {
        const { texts, safeFixes, fixes, removeUnreadable, removeDuplicates } = this.now;
        return texts.size + safeFixes.size + fixes.size === 0 && !removeUnreadable && !removeDuplicates;
    }

    /** What undo would take back; null if there is nothing. */
    get undoes(): string | null {
        return this.at > 0 ? (this.steps[this.at]?.what ?? null) : null;
    }

    get redoes(): string | null {
        return this.steps[this.at + 1]?.what ?? null;
    }

    setText(offset: number, text: string | null, what: string): void {
        this.step(what, { ...this.now, texts: new Map(this.now.texts).set(offset, text?.toWellFormed() ?? null) });
    }

    /** Gives a record back as it was. */
    restoreRecord(offset: number, what: string): void {
        const texts = new Map(this.now.texts);
        if (texts.delete(offset)) {
            this.step(what, { ...this.now, texts });
        }
    }

    /** Whether these fixes are carried out. */
    takes({ rule, safety }: Choice): boolean {
        return this.now[listOf(safety)].has(rule);
    }

    take({ rule, safety }: Choice, on: boolean): void {
        const list = new Set(this.now[listOf(safety)]);
        if (on) {
            list.add(rule);
        } else {
            list.delete(rule);
        }
        this.step(`${on ? "fix" : "do not fix"} ${rule}`, { ...this.now, [listOf(safety)]: list });
    }

    takeAllSafe(offers: Choice[]): void {
        const rules = offers.filter(({ safety }) => safety === "safe").map(({ rule }) => rule);
        this.step("all safe fixes", { ...this.now, safeFixes: new Set([...this.now.safeFixes, ...rules]) });
    }

    setRemoval(which: "removeUnreadable" | "removeDuplicates", on: boolean): void {
        const what = which === "removeUnreadable" ? "taking out records that can not be read" : "taking out duplicates";
        this.step(on ? what : `not ${what}`, { ...this.now, [which]: on });
    }

    undo(): void {
        this.restored = null;
        this.go(this.at - 1);
    }

    redo(): void {
        this.go(this.at + 1);
    }

    /** Takes back what was kept from an earlier visit to the same file, if the browser kept it. */
    async restore(): Promise<void> {
        const saved = await load(this.key);
        if (!saved || !this.isEmpty) {
            return;
        }
        const changes: Changes = { ...saved, texts: new Map(saved.texts), safeFixes: new Set(saved.safeFixes), fixes: new Set(saved.fixes) };
        this.restored = changes.texts.size + changes.safeFixes.size + changes.fixes.size + Number(changes.removeUnreadable) + Number(changes.removeDuplicates);
        this.step("what was changed at the last visit", changes);
    }

    private step(what: string, changes: Changes): void {
        const steps = [...this.steps.slice(0, this.at + 1), { what, changes }].slice(-MOST_STEPS);
        this.steps = steps;
        this.go(steps.length - 1);
    }

    private go(at: number): void {
        if (at < 0 || at >= this.steps.length) {
            return;
        }
        this.at = at;
        void this.keep();
    }

    private async keep(): Promise<void> {
        const { now } = this;
        this.kept = false;
        await (this.isEmpty ? forget(this.key) : save(this.key, this.plain()));
        this.kept = now === this.now;
    }

    private plain(): Saved {
        const { texts, safeFixes, fixes, removeUnreadable, removeDuplicates } = this.now;
        return { texts: [...texts], safeFixes: [...safeFixes], fixes: [...fixes], removeUnreadable, removeDuplicates };
    }
}
