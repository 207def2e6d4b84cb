// A scorer in its own worker: called with a time limit, ended when it takes longer, started anew, so that one record never costs another.
import { type Component, readComponent } from "./component.ts";
import { LONGEST_CALL } from "./limits.ts";
import type { LogLine, ScorerCall, ScorerDescription, ScorerInput, ScorerReply, ScorerScore } from "./scorer.worker.ts";
import ScorerWorker from "./scorer.worker.ts?worker&inline";

/** How long starting may take, in milliseconds. */
const LONGEST_START = 20_000;
/** Lines of the log that are kept. */
const KEPT_LINES = 200;

/** What became of one record. How it is worded is decided where the line about it is written. */
export type Outcome = { score: ScorerScore } | { reported: string } | { wrongCount: number } | { failed: string };

/** Why a call gave no scores. */
class CallError extends Error {
    constructor(
        message: string,
        readonly outcome: Outcome = { failed: message },
    ) {
        super(message);
    }
}

/** `Omit` for each member of a union. */
type WithoutId<T> = T extends unknown ? Omit<T, "id"> : never;

export class PageScorer {
    description!: ScorerDescription;
    log: LogLine[] = [];
    private worker: Worker | null = null;
    private last = 0;
    private settings = "{}";

    private constructor(
        private component: Component,
        readonly origin: string,
    ) {}

    /** Takes a file apart and asks it what it is. */
    static async load(bytes: Uint8Array, origin: string): Promise<PageScorer> {
        const scorer = new PageScorer(await readComponent(bytes, origin), origin);
        await scorer.start();
        return scorer;
    }

    get name(): string {
        return this.description.name;
    }

    /** Settings as JSON text. An error is a sentence for who wrote them. */
    async configure(settings: string): Promise<void> {
        this.settings = settings;
        this.end();
        await this.start();
    }

    /** One outcome for each example. A batch that fails is halved until the guilty one stands alone; scorers are pure, so that is safe. */
    async score(examples: ScorerInput[]): Promise<Outcome[]> {
        try {
            return await this.scoreBatch(examples);
        } catch (error) {
            if (examples.length <= 1) {
                const outcome = error instanceof CallError ? error.outcome : { failed: String(error) };
                return examples.map(() => outcome);
            }
            const middle = examples.length >> 1;
            const left = await this.score(examples.slice(0, middle));
            return [...left, ...(await this.score(examples.slice(middle)))];
        }
    }

    /** Ends the worker and whatever runs in it. */
    end(): void {
        this.worker?.terminate();
        this.worker = null;
    }

    private async scoreBatch(examples: ScorerInput[]): Promise<Outcome[]> {
        if (!this.worker) {
            await this.start();
        }
        const scores = (await this.call({ call: "score", examples }, LONGEST_CALL)) as ScorerScore[];
        if (scores.length !== examples.length) {
            throw new CallError("another number of scores", { wrongCount: scores.length });
        }
        return scores.map((score) => ({ score }));
    }

    private async start(): Promise<void> {
        this.worker = new ScorerWorker();
        const { source, modules } = this.component;
        this.description = (await this.call({ call: "load", source, modules }, LONGEST_START)) as ScorerDescription;
        await this.call({ call: "configure", settings: this.settings }, LONGEST_CALL);
    }

    /** Calls the worker. Whatever fails ends it, because a component that trapped can not be trusted any more. */
    private call(call: WithoutId<ScorerCall>, longest: number): Promise<unknown> {
        const { worker } = this;
        const id = ++this.last;
        if (!worker) {
            return Promise.reject(new CallError("the scorer has ended"));
        }
        return new Promise((done, fail) => {
            const failed = (error: CallError) => {
                clearTimeout(late);
                this.end();
                fail(error);
            };
            const late = setTimeout(() => failed(new CallError(`was stopped after ${longest} ms, its time limit`)), longest);
            worker.onerror = (event) => failed(new CallError(event.message || "its worker ended"));
            worker.onmessage = ({ data }: MessageEvent<ScorerReply>) => {
                if ("log" in data) {
                    this.log = [...this.log, data.log].slice(-KEPT_LINES);
                } else if (data.id === id) {
                    if ("failed" in data) {
                        const { words, reported } = data.failed;
                        failed(new CallError(words, reported ? { reported: words } : { failed: words }));
                    } else {
                        clearTimeout(late);
                        done(data.ok);
                    }
                }
            };
            worker.postMessage({ ...call, id });
        });
    }
}
