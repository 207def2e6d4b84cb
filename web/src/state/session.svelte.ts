// What the page knows: the open files, what they are checked against, and the calls that change it.
import { binary } from "../engine/binaries.ts";
import { Desk } from "../engine/desk.ts";
import type { FileId, RecordFilter } from "../engine/protocol.ts";
import { type Catalogue, type CheckOptions, type Finding, catalogue, initSync } from "../generated/tunesmith_web.js";
import { troubleOf } from "./kinds.ts";
import { OpenFile } from "./open_file.svelte.ts";
import { type Theme, remember, remembered } from "./settings.ts";

export type Level = "off" | "warning" | "error";
/** The three panes; narrow screens show one at a time. */
export type Pane = "findings" | "records" | "record";
/** What the left pane shows. */
export type Tab = "findings" | "fixes" | "cost" | "scores";

export interface Notice {
    kind: "info" | "warning" | "error";
    text: string;
}

const before = remembered();

class Session {
    files = $state.raw<OpenFile[]>([]);
    current = $state.raw<OpenFile | null>(null);
    /** Names of the profiles files are checked against; the first is the one in view unless another is chosen. */
    profiles = $state.raw<string[]>(before.profiles);
    /** Which of them is in view. */
    profile = $state(0);
    /** Counts tokens as this model does. */
    model = $state<string | null>(before.model);
    /** Counts tokens by this encoding; only where there is no model. */
    encoding = $state<string | null>(before.encoding);
    /** Levels of rules that differ from the profile. */
    rules = $state.raw<Record<string, Level>>({});
    /** Profiles, rules, models; null until the validator has started. */
    catalogue = $state.raw<Catalogue | null>(null);
    /** Why the validator can not start here. */
    failure = $state<string | null>(null);
    /** Something to know that is about no open file. */
    notice = $state.raw<Notice | null>(null);
    /** What is read out to those who listen. */
    spoken = $state("");
    theme = $state<Theme>(before.theme);
    pane = $state<Pane>("findings");
    tab = $state<Tab>("findings");
    /** Three panes side by side, two, or one. */
    layout = $state<"wide" | "medium" | "narrow">("wide");
    /** Whether the report of a run is in view instead of a file. */
    atRun = $state(false);
    private desk: Promise<Desk> | null = null;
    private lastId = 0;
    /** Ends when the file that is read now, and those who wait for it, are done. */
    private line: Promise<void> = Promise.resolve();

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
            this.forgetUnknown(this.catalogue);
            const desk = await Desk.start(module);
            desk.onProgress = (progress) => {
                const file = this.byId(progress.file);
                file?.hear(progress);
            };
            return desk;
        } catch (error) {
            this.failure = error instanceof Error ? error.message : String(error);
            throw error;
        }
    }

    /** Settings may come from another version of the page. */
    private forgetUnknown({ profiles, models, encodings }: Catalogue): void {
        const known = this.profiles.filter((name) => profiles.some((profile) => profile.name === name));
        this.profiles = known.length > 0 ? known : ["openai"];
        if (!models.some(({ name }) => name === this.model)) {
            this.model = null;
        }
        if (this.encoding !== null && !encodings.includes(this.encoding)) {
            this.encoding = null;
        }
    }

    byId(id: FileId | null): OpenFile | undefined {
        return this.files.find((file) => file.id === id);
    }

    /** Opens a file and checks it; comes back when that is done. */
    async open(blob: Blob, name: string, against: FileId | null = null): Promise<OpenFile> {
        const file = this.take(blob, name, against);
        await file.running;
        return file;
    }

    /** Opens a file and begins to check it. */
    take(blob: Blob, name: string, against: FileId | null = null, visit = true): OpenFile {
        const file = new OpenFile(++this.lastId, name, blob.size);
        file.against = against;
        this.files = [...this.files, file];
        if (visit) {
            this.visit(file);
        }
        file.running = this.takeIn(file, blob);
        return file;
    }

    private async takeIn(file: OpenFile, blob: Blob): Promise<void> {
        const { turn } = file;
        try {
            const desk = await this.start();
            const opened = await desk.call("open", file.id, blob);
            file.bytes = opened.bytes;
            file.trouble = troubleOf(opened.head, file.name);
        } catch (error) {
            this.ended(file, error);
            return;
        }
        if (file.trouble && !file.trouble.anyway) {
            file.phase = "failed";
            file.failure = file.trouble.title;
        } else if (turn === file.turn) {
            await this.runCheck(file);
        }
    }

    /** Brings a file into view; checks it again if something was changed meanwhile. */
    visit(file: OpenFile): void {
        this.current = file;
        this.atRun = false;
        if (file.stale) {
            void this.check(file);
        } else if (file.checked) {
            void this.look(file);
        }
    }

    /** Checks a file: its structure first, then with tokens if a model was chosen. Stops the check that runs. */
    async check(file: OpenFile): Promise<void> {
        const turn = ++file.turn;
        file.stale = false;
        file.trouble = null;
        await this.stop(file);
        if (turn === file.turn) {
            file.running = this.runCheck(file);
            await file.running;
        }
    }

    private async runCheck(file: OpenFile): Promise<void> {
        const profiles = [...this.profiles];
        const plain: CheckOptions = { path: file.name, profiles, rules: { ...this.rules } };
        const counting = this.model ? { model: this.model } : this.encoding ? { encoding: this.encoding } : null;
        file.failure = null;
        file.stopping = false;
        file.took = 0;
        file.phase = "checking";
        file.progress = null;
        try {
            const desk = await this.start();
            const against = await this.ready(file.against);
            await this.inTurn(file, () => this.pass(desk, file, plain, against));
            if (counting) {
                file.phase = "counting";
                await this.inTurn(file, () => this.pass(desk, file, { ...plain, ...counting }, against));
            }
            file.phase = "ready";
        } catch (error) {
            this.ended(file, error);
        }
    }

    /** Opening or checking has not come to its end. */
    private ended(file: OpenFile, error: unknown): void {
        const why = error instanceof Error ? error.message : String(error);
        file.phase = why === "cancelled" ? "cancelled" : "failed";
        file.failure = why === "cancelled" ? null : why;
    }

    /** One file is read at a time: each has all processors, and memory stays flat. */
    private async inTurn(file: OpenFile, read: () => Promise<void>): Promise<void> {
        const before = this.line;
        let leave = () => {};
        const mine = new Promise<void>((done) => (leave = done));
        this.line = Promise.all([before, mine]).then(() => {});
        file.waits = true;
        await Promise.race([before, new Promise<void>((done) => (file.wake = done))]);
        file.waits = false;
        try {
            if (file.stopping) {
                throw new Error("cancelled");
            }
            await read();
        } finally {
            leave();
        }
    }

    private async pass(desk: Desk, file: OpenFile, options: CheckOptions, against: FileId | null): Promise<void> {
        const checked = await desk.call("check", file.id, options, against);
        file.checkedProfiles = options.profiles;
        this.profile = Math.min(this.profile, options.profiles.length - 1);
        file.checked = checked;
        file.took += checked.milliseconds;
        await this.look(file);
    }

    /** The file to compare with, when it is checked; null if it can not be. */
    private async ready(id: FileId | null): Promise<FileId | null> {
        const other = this.byId(id);
        await other?.running;
        return other?.checked ? other.id : null;
    }

    /** Ends the check that runs, and waits until it has ended. */
    private async stop(file: OpenFile): Promise<void> {
        if (file.running && file.busy) {
            await this.cancel(file);
            await file.running;
        }
    }

    /** Reads findings and list anew. */
    async look(file: OpenFile): Promise<void> {
        const desk = await this.start();
        file.findings = await desk.call("findings", file.id, Math.min(this.profile, file.checkedProfiles.length - 1));
        file.finding = sameFinding(file.findings, file.finding);
        await this.filter(file, file.filter);
    }

    async filter(file: OpenFile, filter: RecordFilter): Promise<void> {
        const desk = await this.start();
        file.filter = filter;
        // Rules and errors are those of the profile in view, whichever it was when they were chosen.
        const profile = Math.max(0, Math.min(this.profile, file.checkedProfiles.length - 1));
        const inView = { ...filter, profile, ...(filter.sound && { sound: { ...filter.sound, profile } }) };
        file.shown = await desk.call("filter", file.id, inView);
        file.generation += 1;
    }

    /** Looks at a finding and its record. */
    async show(file: OpenFile, finding: Finding): Promise<void> {
        file.finding = finding;
        if (finding.line > 0) {
            await this.showLine(file, finding.line);
        }
    }

    /** Looks at the record of a line. */
    async showLine(file: OpenFile, line: number): Promise<void> {
        const desk = await this.start();
        // Not by its place in the list: it may be filtered out.
        const record = await desk.call("recordAtLine", file.id, line);
        file.selected = record?.index ?? null;
    }

    async cancel(file: OpenFile): Promise<void> {
        file.stopping = true;
        file.wake();
        await (await this.start()).call("cancel", file.id);
    }

    async close(file: OpenFile): Promise<void> {
        const place = this.files.indexOf(file);
        this.files = this.files.filter((other) => other !== file);
        for (const other of this.files) {
            if (other.against === file.id) {
                this.compare(other, null);
            }
        }
        if (this.current === file) {
            const next = this.files[Math.min(place, this.files.length - 1)];
            this.current = null;
            if (next) {
                this.visit(next);
            }
        }
        await this.stop(file);
        await (await this.start()).call("close", file.id);
    }

    /** Compares a file with another, or with none: records that are in both are reported. */
    compare(file: OpenFile, against: FileId | null): void {
        const other = this.byId(against);
        // Two files can not wait for each other.
        if (other?.against === file.id) {
            other.against = null;
            other.stale = true;
        }
        file.against = against;
        void this.check(file);
    }

    /** Checks against these profiles; the first is the main one. */
    setProfiles(names: string[]): void {
        const inView = this.profiles[this.profile];
        this.profiles = names;
        this.profile = Math.max(0, names.indexOf(inView ?? ""));
        remember({ profiles: names });
        this.settingsChanged();
    }

    /** Brings another of the profiles into view. */
    setProfile(place: number): void {
        this.profile = place;
        if (this.current?.checked) {
            void this.look(this.current);
        }
    }

    /** Counts tokens as a model does, or by an encoding, or not at all. */
    setCounting(model: string | null, encoding: string | null): void {
        this.model = model;
        this.encoding = encoding;
        remember({ model, encoding });
        this.settingsChanged();
    }

    /** Gives a rule another level than the profile does; null takes that back. */
    setRule(rule: string, level: Level | null): void {
        const { [rule]: _, ...others } = this.rules;
        this.setRules(level ? { ...others, [rule]: level } : others);
    }

    setRules(rules: Record<string, Level>): void {
        this.rules = rules;
        this.settingsChanged();
    }

    setTheme(theme: Theme): void {
        this.theme = theme;
        remember({ theme });
        showTheme(theme);
    }

    /** Lets those who listen hear it. */
    say(text: string): void {
        this.spoken = text;
    }

    /** The file in view is checked at once, the others when they come into view. */
    private settingsChanged(): void {
        for (const file of this.files) {
            file.stale = file.trouble === null;
        }
        if (this.current?.stale) {
            void this.check(this.current);
        }
    }
}

/** The finding of a new check that says what one of the check before said. */
function sameFinding(findings: Finding[], before: Finding | null): Finding | null {
    return findings.find(({ rule, line, pointer }) => rule === before?.rule && line === before.line && pointer === before.pointer) ?? null;
}

export function showTheme(theme: Theme): void {
    if (theme === "auto") {
        delete document.documentElement.dataset["theme"];
    } else {
        document.documentElement.dataset["theme"] = theme;
    }
}

/** The one session of the page. */
export const session = new Session();
