// Turns a component into core modules and the JavaScript that joins them. It runs apart, because that takes some tenths of a second.
//
// Nothing of the component runs here; what it wants and what it is are read from its types.
import { giveParts } from "./transpiler_parts.ts";
import { $init, generate } from "@bytecodealliance/jco-transpile/component";

export interface TranspileRequest {
    component: Uint8Array;
    parts: { transpiler: Uint8Array; "transpiler-2": Uint8Array };
}

export type TranspileReply =
    | { ok: { source: string; modules: Record<string, Uint8Array>; imports: string[]; exports: string[] } }
    | { failed: string };

onmessage = async ({ data }: MessageEvent<TranspileRequest>) => {
    try {
        await giveParts(data.parts);
        await $init;
        const made = generate(data.component, {
            name: "scorer",
            noTypescript: true,
            noNodejsCompat: true,
            instantiation: { tag: "async" },
            base64Cutoff: 0,
        });
        const text = new TextDecoder();
        const files = made.files as [string, Uint8Array][];
        const source = files.find(([name]) => name.endsWith(".js"));
        const modules = Object.fromEntries(files.filter(([name]) => name.endsWith(".wasm")));
        const exports = (made.exports as [string, string][]).map(([name]) => name);
        reply({ ok: { source: source ? text.decode(source[1]) : "", modules, imports: made.imports, exports } });
    } catch (error) {
        reply({ failed: words(error) });
    }
};

function words(error: unknown): string {
    const payload = (error as { payload?: unknown }).payload;
    return typeof payload === "string" ? payload : error instanceof Error ? error.message : String(error);
}

function reply(answer: TranspileReply): void {
    postMessage(answer);
}
