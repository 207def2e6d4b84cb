// The scorers the page has: those that came with it, and those the user brought.
import { binary, binaryNames } from "../engine/binaries.ts";
import { PageScorer } from "./scorer.ts";

export class ShelfScorer {
    /** Null until it is loaded, which takes some tenths of a second. */
    scorer = $state.raw<PageScorer | null>(null);
    failure = $state<string | null>(null);
    loading = $state(false);
    settings = $state("{}");

    constructor(
        readonly origin: string,
        private bytes: () => Promise<Uint8Array>,
    ) {}

    /** Loads it, once, and hands it the settings. */
    async ready(): Promise<PageScorer | null> {
        this.failure = null;
        this.loading = true;
        try {
            this.scorer ??= await PageScorer.load(await this.bytes(), this.origin);
            await this.scorer.configure(objectText(this.settings));
            return this.scorer;
        } catch (error) {
            this.failure = error instanceof Error ? error.message : String(error);
            return null;
        } finally {
            this.loading = false;
        }
    }
}

class Shelf {
    scorers = $state.raw<ShelfScorer[]>([]);

    /** Lays out what came with the page. */
    async open(): Promise<void> {
        if (this.scorers.length === 0) {
            const names = await binaryNames("binary-scorer-");
            this.scorers = names.map((name) => new ShelfScorer(`${name}.wasm`, () => binary(`binary-scorer-${name}`)));
        }
    }

    /** Takes a file of the user; comes back when it is known what it is. */
    async add(file: File): Promise<ShelfScorer> {
        const scorer = new ShelfScorer(file.name, async () => new Uint8Array(await file.arrayBuffer()));
        this.scorers = [...this.scorers, scorer];
        await scorer.ready();
        return scorer;
    }

    remove(scorer: ShelfScorer): void {
        scorer.scorer?.end();
        this.scorers = this.scorers.filter((other) => other !== scorer);
    }
}

function objectText(settings: string): string {
    const text = settings.trim() || "{}";
    let value: unknown;
    try {
        value = JSON.parse(text);
    } catch (error) {
        throw new Error(`the settings are no JSON: ${error instanceof Error ? error.message : error}`);
    }
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
        throw new Error('the settings must be a JSON object, such as {"min_words": 5}');
    }
    return text;
}

export const shelf = new Shelf();
