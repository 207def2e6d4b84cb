// From the bytes of a file to a scorer that can be called: what is it, what does it want, what does it say it is. In this order, so that
// nothing of it runs before its imports are known to be harmless.
import { binary } from "../engine/binaries.ts";
import type { TranspileReply, TranspileRequest } from "./transpile.worker.ts";
import { MOST_MEMORY } from "./limits.ts";
import TranspileWorker from "./transpile.worker.ts?worker&inline";

/** The largest file that is looked at, as in the command line. */
const LARGEST_FILE = 128 << 20;
/** How long taking a component apart may take, in milliseconds. Interpreters compiled into plugins have 20 MB. */
const LONGEST_TRANSPILE = 60_000;
const PACKAGE = "tunesmith:plugin/";
const KINDS = ["scorer", "generator", "judge"];

/** A component taken apart, ready for a worker of its own. */
export interface Component {
    /** A classic script that gives `instantiateScorer`. */
    source: string;
    modules: Record<string, Uint8Array>;
}

/** Takes a file apart. The error says what is wrong with it and what to do. */
export async function readComponent(bytes: Uint8Array, origin: string): Promise<Component> {
    if (bytes.length > LARGEST_FILE) {
        throw new Error(`\`${origin}\` has ${bytes.length.toLocaleString("en")} bytes; a plugin has at most ${LARGEST_FILE.toLocaleString("en")}`);
    }
    const parts = {
        component: await binary("binary-component"),
        transpiler: await binary("binary-transpiler"),
        "transpiler-2": await binary("binary-transpiler-2"),
    };
    const reply = await transpile({ file: bytes, memoryLimit: MOST_MEMORY, parts });
    if ("failed" in reply) {
        throw new Error(`\`${origin}\` ${reply.failed}`);
    }
    const { source, modules, exports } = reply.ok;
    refuseExports(exports, origin);
    return { source: asClassicScript(source), modules };
}

function transpile(request: TranspileRequest): Promise<TranspileReply> {
    const worker = new TranspileWorker();
    return new Promise<TranspileReply>((done) => {
        const late = setTimeout(() => done({ failed: "taking it apart took longer than a minute" }), LONGEST_TRANSPILE);
        worker.onmessage = ({ data }: MessageEvent<TranspileReply>) => {
            clearTimeout(late);
            done(data);
        };
        worker.onerror = (event) => {
            clearTimeout(late);
            done({ failed: event.message || "the worker that takes it apart ended" });
        };
        worker.postMessage(request);
    }).finally(() => worker.terminate());
}

function refuseExports(exports: string[], origin: string): void {
    const ours = exports.filter((name) => name.startsWith(PACKAGE));
    const other = ours.map((name) => name.split("@")[1] ?? "without a version").find((version) => !/^0\.1\.\d+$/.test(version));
    if (ours.length === 0) {
        throw new Error(`\`${origin}\` is WebAssembly but no tunesmith plugin: it exports nothing of \`tunesmith:plugin\``);
    }
    if (other) {
        throw new Error(`\`${origin}\` was built for plugin API ${other}; this page knows 0.1: build it again with the matching SDK`);
    }
    const kind = KINDS.find((name) => ours.some((exported) => exported.startsWith(`${PACKAGE}${name}@`)));
    if (kind !== "scorer") {
        throw new Error(
            kind
                ? `\`${origin}\` is a ${kind}. This page runs scorers; a ${kind} asks a model and belongs in a recipe (\`tunesmith run\`)`
                : `\`${origin}\` exports none of ${KINDS.map((name) => `\`${name}\``).join(", ")}`,
        );
    }
}

/** Workers from blobs are classic scripts, which export nothing. */
function asClassicScript(module: string): string {
    const script = module
        .replaceAll(/^export (?=(async )?function |const )/gm, "")
        // Where modules would be loaded from if they were not handed in.
        .replaceAll("import.meta.url", '""');
    if (!/^(async )?function instantiate\b/m.test(script) || /^(import|export)\b|import\.meta/m.test(script)) {
        throw new Error("the transpiler wrote a script of another shape than this page knows");
    }
    return `(() => {\n${script}\nglobalThis.instantiateScorer = instantiate;\n})();\n`;
}
