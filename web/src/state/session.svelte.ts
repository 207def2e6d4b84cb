// What the page knows: the open files, what they are checked against, and the calls that change it.
import { Desk } from "../engine/desk.ts";
import type { RecordFilter } from "../engine/protocol.ts";
import { type Catalogue, type Finding, catalogue, initSync } from "../generated/tunesmith_web.js";
import { OpenFile } from "./open_file.svelte.ts";
import { binary } from "../engine/binaries.ts";

class Session {
    files = $state.raw<OpenFile[]>([]);
    current = $state.raw<OpenFile | null>(null);
    /** Names of the profiles files are checked against; the first is the one in view unless another is chosen. */
    profiles = $state.raw<string[]>(["openai"]);
    /** Which of them is in view. */
    profile = $state(0);
    /** Counts tokens as this model does. */
    model = $state<string | null>(null);
    /** Levels of rules that differ from the profile. */
    rules = $state.raw<Record<string, "off" | "warning" | "error">>({});
    /** Profiles, rules, models; null until the validator has started. */
    catalogue = $state.raw<Catalogue | null>(null);
    /** Why the validator can not start here. */
    failure = $state<string | null>(null);
    private desk: Promise<Desk> | null = null;
    private lastId = 0;

    /** Starts the validator: in the desk worker for files, and here for what is quick. */
    start(): Promise<Desk> {
        this.desk ??= this.begin();
        return this.desk;
    }

    private async begin(): Promise<Desk> {
        try {
            const module = await WebAssembly.compile(await binary("binary-validator"));
            initSync({ module });
            this.catalogue = catalogue();
            const desk = await Desk.start(module);
            desk.onProgress = (progress) => {
                const file = this.files.find((file) => file.id === progress.file);
                if (file) {
                    file.progress = progress;
                }
            };
            return desk;
        } catch (error) {
            this.failure = error instanceof Error ? error.message : String(error);
            throw error;
        }
    }

    /** Opens a file and checks it. */
    async open(blob: Blob, name: string): Promise<void> {
        const file = new OpenFile(++this.lastId, name, blob.size);
        this.files = [...this.files, file];
        this.current = file;
        const desk = await this.start();
        await desk.call("open", file.id, blob);
        await this.check(file);
    }

    /** Checks a file: its structure first, then with tokens if a model was chosen. */
    async check(file: OpenFile): Promise<void> {
        const desk = await this.start();
        const plain = { path: file.name, profiles: [...this.profiles], rules: { ...this.rules } };
        const passes = this.model ? [plain, { ...plain, model: this.model }] : [plain];
        file.failure = null;
        try {
            for (const options of passes) {
                file.phase = "checking";
                file.checked = await desk.call("check", file.id, options, file.against);
                await this.look(file);
            }
            file.phase = "ready";
        } catch (error) {
            const why = error instanceof Error ? error.message : String(error);
            file.phase = why === "cancelled" ? "cancelled" : "failed";
            file.failure = why === "cancelled" ? null : why;
        }
    }

    /** Reads findings and list anew. */
    async look(file: OpenFile): Promise<void> {
        const desk = await this.start();
        file.findings = await desk.call("findings", file.id, this.profile);
        await this.filter(file, file.filter);
    }

    async filter(file: OpenFile, filter: RecordFilter): Promise<void> {
        const desk = await this.start();
        file.filter = filter;
        file.shown = await desk.call("filter", file.id, filter);
        file.generation += 1;
    }

    /** Looks at a finding and its record. */
    async show(file: OpenFile, finding: Finding): Promise<void> {
        const desk = await this.start();
        file.finding = finding;
        if (finding.line > 0) {
            const place = await desk.call("find", file.id, finding.line);
            const [row] = place < 0 ? [] : await desk.call("rows", file.id, place, place + 1);
            file.selected = row?.index ?? null;
        }
    }

    async cancel(file: OpenFile): Promise<void> {
        await (await this.start()).call("cancel", file.id);
    }

    async close(file: OpenFile): Promise<void> {
        this.files = this.files.filter((other) => other !== file);
        if (this.current === file) {
            this.current = this.files.at(-1) ?? null;
        }
        await (await this.start()).call("close", file.id);
    }
}

/** The one session of the page. */
export const session = new Session();
