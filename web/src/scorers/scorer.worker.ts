// Runs one scorer, alone. The page ends this worker when a call takes too long: nothing else can stop a loop.
//
// The policy of the page holds here too, so there is no connection; the component gets `log` and nothing else.

export interface ScorerInput {
    id: string;
    messages: { role: string; content: string; extra?: string }[];
    extra?: string;
}

export interface ScorerScore {
    value: number;
    marks: string[];
    note?: string;
    extra?: string;
}

export interface ScorerDescription {
    name: string;
    version: string;
    summary: string;
    licence: string;
    settingsSchema: string;
    abilities: string[];
}

export type ScorerCall =
    | { id: number; call: "load"; source: string; modules: Record<string, Uint8Array> }
    | { id: number; call: "configure"; settings: string }
    | { id: number; call: "score"; examples: ScorerInput[] };

export interface LogLine {
    level: string;
    text: string;
}

/** `reported`: the scorer said so itself, in these words; else something happened to it. */
export interface ScorerFailure {
    words: string;
    reported: boolean;
}

export type ScorerReply = { id: number; ok: unknown } | { id: number; failed: ScorerFailure } | { log: LogLine };

/** Memory a scorer may have, as in the command line. It is looked at after each call: a browser lets nobody refuse growth. */
const MOST_MEMORY = 256 << 20;
/** Longer lines are cut, in characters. */
const MOST_LOG = 2_000;

interface Exports {
    about: { describe(): ScorerDescription; configure(settings: string): void };
    scorer: { scoreBatch(examples: ScorerInput[]): ScorerScore[] };
}

type Instantiate = (
    getModule: (name: string) => WebAssembly.Module,
    imports: Record<string, unknown>,
    instantiate: (module: WebAssembly.Module, imports: WebAssembly.Imports) => Promise<WebAssembly.Instance>,
) => Promise<Record<string, unknown>>;

let plugin: Exports | undefined;
const memories = new Set<WebAssembly.Memory>();
/** The last error of this call: a panic sends its message before it traps. */
let lastError: string | undefined;

async function load(source: string, modules: Record<string, Uint8Array>): Promise<ScorerDescription> {
    const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    importScripts(address);
    URL.revokeObjectURL(address);
    const compiled = new Map<string, WebAssembly.Module>();
    for (const [name, bytes] of Object.entries(modules)) {
        compiled.set(name, await WebAssembly.compile(bytes as BufferSource));
    }
    const { instantiateScorer } = globalThis as unknown as { instantiateScorer: Instantiate };
    const write = (level: string, text: string) => {
        lastError = level === "error" ? text.slice(0, MOST_LOG) : lastError;
        reply({ log: { level, text: text.slice(0, MOST_LOG) } });
    };
    const exports = await instantiateScorer(
        (name) => {
            const module = compiled.get(name);
            if (!module) {
                throw new Error(`the component names a module \`${name}\` that it does not have`);
            }
            return module;
        },
        { "tunesmith:plugin/log": { write } },
        async (module, imports) => {
            const instance = await WebAssembly.instantiate(module, imports);
            for (const exported of Object.values(instance.exports)) {
                if (exported instanceof WebAssembly.Memory) {
                    memories.add(exported);
                }
            }
            return instance;
        },
    );
    const find = (interfaceName: string) => {
        const key = Object.keys(exports).find((name) => name === interfaceName || name.startsWith(`tunesmith:plugin/${interfaceName}@`));
        return key === undefined ? undefined : exports[key];
    };
    plugin = { about: find("about") as Exports["about"], scorer: find("scorer") as Exports["scorer"] };
    return plugin.about.describe();
}

function answer(call: ScorerCall): unknown {
    if (call.call === "load") {
        return load(call.source, call.modules);
    }
    if (!plugin) {
        throw new Error("the scorer is not loaded");
    }
    if (call.call === "configure") {
        plugin.about.configure(call.settings);
        return null;
    }
    const scores = plugin.scorer.scoreBatch(call.examples);
    const used = Array.from(memories, (memory) => memory.buffer.byteLength).reduce((sum, bytes) => sum + bytes, 0);
    if (used > MOST_MEMORY) {
        throw new Error(`wanted more than ${MOST_MEMORY >> 20} MiB of memory, its limit`);
    }
    return scores;
}

/** An error result is thrown with the guest's words as payload; a trap is an error of the engine. */
function failureOf(error: unknown): ScorerFailure {
    const { payload } = error as { payload?: unknown };
    if (typeof payload === "string") {
        return { words: payload, reported: true };
    }
    const said = error instanceof Error ? error.message : String(error);
    return { words: error instanceof WebAssembly.RuntimeError || error instanceof RangeError ? `crashed: ${lastError ?? said}` : said, reported: false };
}

function reply(message: ScorerReply): void {
    postMessage(message);
}

onmessage = async ({ data }: MessageEvent<ScorerCall>) => {
    lastError = undefined;
    try {
        reply({ id: data.id, ok: await answer(data) });
    } catch (error) {
        reply({ id: data.id, failed: failureOf(error) });
    }
};
