// Runs one scorer, alone. The page ends this worker when a call takes too long: nothing else can stop a loop.
//
// The policy of the page holds here too, so there is no connection; the component gets `log` and nothing else.
import { LONGEST_LINE, MOST_LINES, MOST_MEMORY, MOST_OUTPUT } from "./limits.ts";

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

/** A scorer that traps with so little memory left has most likely wanted more. */
const LITTLE_MEMORY = 4 << 20;

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
/** Lines it has written in this call. */
let lines = 0;

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
        const line = text.slice(0, LONGEST_LINE);
        lastError = level === "error" ? line : lastError;
        lines += 1;
        if (lines <= MOST_LINES) {
            reply({ log: { level, text: line } });
        }
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
    const sizes = scores.map(({ marks, note = "", extra = "" }) => note.length + extra.length + marks.reduce((sum, mark) => sum + mark.length, 0));
    if (sizes.reduce((sum, size) => sum + size, 0) > MOST_OUTPUT) {
        throw new Error(`answered at least ${MOST_OUTPUT + 1} bytes, more than its limit of ${MOST_OUTPUT}`);
    }
    return scores;
}

/** Why the engine ended a call, in the words of the command line. */
function crashed(error: Error): string {
    const used = Array.from(memories, (memory) => memory.buffer.byteLength).reduce((sum, bytes) => sum + bytes, 0);
    if (used > MOST_MEMORY - LITTLE_MEMORY) {
        return `wanted more than ${MOST_MEMORY >> 20} MiB of memory, its limit`;
    }
    // Chromium has a range error for it, Firefox an error of its own.
    const isDeep = /call stack|recursion/i.test(error.message);
    return `crashed: ${lastError ?? (isDeep ? "call stack exhausted" : error.message)}`;
}

/** An error result is thrown with the guest's words as payload; a trap is an error of the engine. */
function failureOf(error: unknown): ScorerFailure {
    const { payload } = error as { payload?: unknown };
    if (typeof payload === "string") {
        return { words: payload, reported: true };
    }
    if (!(error instanceof Error)) {
        return { words: String(error), reported: false };
    }
    const isEngines = error instanceof WebAssembly.RuntimeError || error instanceof RangeError || error.name === "InternalError";
    return { words: isEngines ? crashed(error) : error.message, reported: false };
}

function reply(message: ScorerReply): void {
    postMessage(message);
}

onmessage = async ({ data }: MessageEvent<ScorerCall>) => {
    lastError = undefined;
    lines = 0;
    try {
        reply({ id: data.id, ok: await answer(data) });
    } catch (error) {
        reply({ id: data.id, failed: failureOf(error) });
    }
};
