// Says what a plugin's file is and wants, and turns it into core modules and the JavaScript that joins them. It runs apart, because that
// takes some tenths of a second.
//
// Nothing of the plugin runs here; what it wants and what it is are read from its types.
import { giveParts } from "./transpiler_parts.ts";
import { $init, generate } from "@bytecodealliance/jco-transpile/component";
import { componentOf, initSync, refusalOf, withMemoryLimit } from "../generated/tunesmith_component.js";

export interface TranspileRequest {
    /** A component, or a core module that becomes one. */
    file: Uint8Array;
    /** Bytes that each of its memories may have. */
    memoryLimit: number;
    parts: { component: Uint8Array; transpiler: Uint8Array; "transpiler-2": Uint8Array };
}

/** What failed is said so that it can follow the file's name. */
export type TranspileReply = { ok: { source: string; modules: Record<string, Uint8Array>; exports: string[] } } | { failed: string };

/** All that plugins may import. */
const GRANTED = ["tunesmith:plugin/log", "tunesmith:plugin/types"];

async function transpile({ file, memoryLimit, parts }: TranspileRequest): Promise<TranspileReply> {
    initSync({ module: parts.component as BufferSource });
    const component = componentOf(file) ?? file;
    await giveParts(parts);
    await $init;
    let made: ReturnType<typeof generate>;
    try {
        made = generate(component, {
            name: "scorer",
            noTypescript: true,
            noNodejsCompat: true,
            instantiation: { tag: "async" },
            base64Cutoff: 0,
        });
    } catch (error) {
        return { failed: `is no component that can be read: ${words(error)}; build it again with the SDK` };
    }
    const failed = refusalOf(made.imports, GRANTED);
    if (failed) {
        return { failed };
    }
    const files = made.files as [string, Uint8Array][];
    const source = files.find(([name]) => name.endsWith(".js"));
    const modules = files.filter(([name]) => name.endsWith(".wasm")).map(([name, bytes]) => [name, withMemoryLimit(bytes, memoryLimit)]);
    const exports = (made.exports as [string, string][]).map(([name]) => name);
    return { ok: { source: source ? new TextDecoder().decode(source[1]) : "", modules: Object.fromEntries(modules), exports } };
}

onmessage = async ({ data }: MessageEvent<TranspileRequest>) => {
    try {
        postMessage(await transpile(data));
    } catch (error) {
        postMessage({ failed: words(error) } satisfies TranspileReply);
    }
};

function words(error: unknown): string {
    const payload = (error as { payload?: unknown }).payload;
    return typeof payload === "string" ? payload : error instanceof Error ? error.message : String(error);
}
